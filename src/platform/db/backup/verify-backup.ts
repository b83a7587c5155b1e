import { stat } from 'node:fs/promises'
import { readMigrations } from '../migration-files.ts'
import { readBackup } from './backup-file.ts'
import { type BackupSummary, summarize } from './backup-summary.ts'
import { assertSameContents } from './compare-copies.ts'
import { loadDatabase } from './load.ts'
import { withScratchDatabase } from './scratch-database.ts'

/**
 * Proves a backup by restoring it into a scratch database of the server at `url` and reading every table back; the scratch
 * database is dropped whatever happens. The database in use is not touched.
 */
export async function verifyBackup(file: string, url: string): Promise<BackupSummary> {
  const migrations = await readMigrations()
  return withScratchDatabase(url, async ({ db }) => {
    const loaded = await db
      .transaction()
      .execute((tx) => loadDatabase(tx, readBackup(file), { migrations, jobs: 'leave_out', keepSchema: true }))
    await assertSameContents(
      loaded.tables.filter(({ schema }) => schema === 'public'),
      db,
    )
    return summarize(loaded, { file, bytes: (await stat(file)).size })
  })
}
