import { z } from 'zod'
import { backupErrors } from '#platform/db/backup/errors.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { type BackUpDeps, proveBackup } from '../back-up.ts'
import { backupFileField, backupReply } from '../backup-reply.ts'

export const verifyBackupRoute = defineRoute({
  method: 'POST',
  path: '/v1/backups/verify',
  summary: 'Prove a backup by restoring it into a scratch database and reading every table back',
  permission: 'backups:write',
  body: z.strictObject({ file: backupFileField }),
  reply: { status: 200, schema: backupReply },
  errors: {
    backup_damaged: backupErrors.backup_damaged,
    backup_not_readable: backupErrors.backup_not_readable,
    backup_too_new: backupErrors.backup_too_new,
    backup_differs: backupErrors.backup_differs,
    scratch_database_refused: backupErrors.scratch_database_refused,
  },
  handle: (deps: BackUpDeps, { actor, body }) => proveBackup(deps, actor, body.file),
})
