import { resolve } from 'node:path'
import { defineCommand } from '../define-command.ts'

export const backupCreateCommand = defineCommand({
  name: 'backup create',
  summary: 'Write a backup of the database to one file, while Reeve goes on working',
  details: 'The master key is not in it. Keep that elsewhere: without it the secrets in a backup cannot be opened.',
  arguments: [{ name: 'file', summary: "where to, on the server's machine; below the data directory when absent", isOptional: true }],
  run: async ({ api, text }) => {
    const file = text('file')
    return { kind: 'item', item: await (await api()).post<object>('/v1/backups', file === undefined ? {} : { file: resolve(file) }) }
  },
})
