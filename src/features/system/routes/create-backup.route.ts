import { z } from 'zod'
import { backupErrors } from '#platform/db/backup/errors.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { backUp, type BackUpDeps } from '../back-up.ts'
import { backupFileField, backupReply } from '../backup-reply.ts'

export const createBackupRoute = defineRoute({
  method: 'POST',
  path: '/v1/backups',
  summary: "Write a backup of the database, without the master key, on the server's machine",
  permission: 'backups:write',
  body: z.strictObject({ file: backupFileField.optional().describe('Must not exist; below the data directory when absent') }),
  reply: { status: 201, schema: backupReply },
  errors: { backup_not_writable: backupErrors.backup_not_writable },
  handle: (deps: BackUpDeps, { actor, body }) => backUp(deps, actor, body.file),
})
