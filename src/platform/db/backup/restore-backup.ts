import { stat } from 'node:fs/promises'
import { installQueueSchema } from '#platform/jobs/boss.ts'
import { assertServerSuits, findServerFacts } from '../check-server.ts'
import { readMigrations } from '../migration-files.ts'
import { readBackup } from './backup-file.ts'
import { type BackupSummary, summarize } from './backup-summary.ts'
import { loadDatabase } from './load.ts'
import { assertAlone, assertEmpty, dropEverything, withOperator } from './target-database.ts'

export type RestoreOptions = {
  /** Needed when the database holds anything: all of it is replaced. */
  readonly replace: boolean
}

/**
 * Replaces a database's contents by a backup's, in one transaction: it becomes what the backup says or stays as it was.
 * Queued jobs are left out, because what was due then may be wrong by now; schedules start anew. Refused while a Reeve is
 * connected, the caller's own pools included.
 */
export async function restoreBackup(url: string, file: string, { replace }: RestoreOptions): Promise<BackupSummary> {
  const migrations = await readMigrations()
  const loaded = await withOperator(url, async ({ db }) => {
    assertServerSuits(await findServerFacts(db))
    return db.transaction().execute(async (tx) => {
      await assertAlone(tx)
      if (replace) await dropEverything(tx)
      else await assertEmpty(tx)
      return loadDatabase(tx, readBackup(file), { migrations, jobs: 'leave_out' })
    })
  })
  await installQueueSchema(url)
  return summarize(loaded, { file, bytes: (await stat(file)).size })
}
