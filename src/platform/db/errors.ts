import { defineErrors } from '#lib/app-error.ts'

/** What can be wrong with the database itself. Each detail says what to do about it. */
export const dbErrors = defineErrors({
  database_too_new: { status: 503, title: 'The database belongs to a newer release' },
  migration_changed: { status: 500, title: 'An applied migration was edited' },
  migration_out_of_order: { status: 500, title: 'A migration came too late' },
  database_version_unsupported: { status: 503, title: 'This PostgreSQL version is not supported' },
  database_read_only: { status: 503, title: 'The database does not accept writes' },
  database_encoding_unsupported: { status: 503, title: 'The database is not UTF-8' },
  database_unreachable: { status: 503, title: 'The database cannot be reached' },
  platform_unsupported: { status: 503, title: 'No embedded PostgreSQL for this machine' },
  data_directory_unusable: { status: 503, title: 'The data directory cannot be used' },
  data_directory_in_use: { status: 409, title: 'Another Reeve uses this data directory' },
  database_user_unusable: { status: 503, title: 'The system user for PostgreSQL cannot be used' },
  disk_full: { status: 507, title: 'The disk is full' },
  embedded_start_failed: { status: 503, title: 'The embedded PostgreSQL did not start' },
})
