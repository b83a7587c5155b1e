import { defineErrors } from '#lib/app-error.ts'

export const backupErrors = defineErrors({
  backup_damaged: { status: 422, title: 'The backup is damaged' },
  backup_not_readable: { status: 422, title: 'The backup cannot be read' },
  backup_not_writable: { status: 422, title: 'The backup cannot be written' },
  backup_too_new: { status: 409, title: 'The backup was made by a newer release' },
  backup_differs: { status: 500, title: 'What was restored is not what was backed up' },
  database_not_empty: { status: 409, title: 'The target database is not empty' },
  database_in_use: { status: 409, title: 'Reeve is running on this database' },
  scratch_database_refused: { status: 409, title: 'No scratch database could be created' },
})
