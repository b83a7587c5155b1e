import { resolve } from 'node:path'
import { defineCommand } from '../define-command.ts'

export const backupRestoreCommand = defineCommand({
  name: 'backup restore',
  summary: 'Make the database what a backup says; no Reeve may be running on it',
  details: 'It becomes what the backup says or stays as it was. Queued jobs are left out, schedules start anew.',
  arguments: [{ name: 'file', summary: 'the backup' }],
  options: { replace: { type: 'boolean', summary: 'Drop what the database holds now; needed when it holds anything' } },
  run: async ({ launcher, must, flag }) => ({
    kind: 'item',
    item: await launcher.restore({ file: resolve(must('file')), replace: flag('replace') === true }),
  }),
})
