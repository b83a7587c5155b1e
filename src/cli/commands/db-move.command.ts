import { defineCommand } from '../define-command.ts'

export const dbMoveCommand = defineCommand({
  name: 'db move',
  summary: 'Copy the database to another PostgreSQL and read the copy back; no Reeve may be running on it',
  details: 'The source keeps what it has. Set DATABASE_URL to the new one afterwards.',
  options: {
    to: {
      type: 'string',
      value: 'URL',
      required: true,
      summary: 'An empty database: postgres://user@host/name (a password belongs into ~/.pgpass or PGPASSWORD)',
    },
  },
  run: async ({ launcher, must }) => ({ kind: 'item', item: await launcher.moveDatabase(must('to')) }),
})
