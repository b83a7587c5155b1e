import { resolve } from 'node:path'
import { defineCommand } from '../define-command.ts'

export const backupVerifyCommand = defineCommand({
  name: 'backup verify',
  summary: 'Prove a backup: restore it into a scratch database and read every table back',
  arguments: [{ name: 'file', summary: "the backup, on the server's machine" }],
  run: async ({ api, must }) => ({
    kind: 'item',
    item: await (await api()).post<object>('/v1/backups/verify', { file: resolve(must('file')) }),
  }),
})
