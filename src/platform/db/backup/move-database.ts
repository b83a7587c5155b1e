import { PassThrough } from 'node:stream'
import { installQueueSchema } from '#platform/jobs/boss.ts'
import { assertServerSuits, findServerFacts } from '../check-server.ts'
import type { Db } from '../db.ts'
import { readMigrations } from '../migration-files.ts'
import { migrate } from '../migrate.ts'
import { type CopySummary, summarize } from './backup-summary.ts'
import { assertSameContents } from './compare-copies.ts'
import { dumpDatabase, type DumpedTable, type DumpOptions } from './dump.ts'
import { readLines, sinkTo } from './line-stream.ts'
import { type Loaded, loadDatabase } from './load.ts'
import { assertAlone, assertEmpty, withOperator } from './target-database.ts'

/** What lies between the two databases: batches of a thousand rows. */
const BATCHES_IN_FLIGHT = 8

/**
 * Copies everything, queued jobs included, from one database to another that is empty, and reads the copy back. The source
 * keeps what it has (it is migrated first, if need be); point Reeve at the new one afterwards. Refused while a Reeve is
 * connected to the source, the caller's own pools included.
 */
export async function moveDatabase(fromUrl: string, toUrl: string, options: DumpOptions): Promise<CopySummary> {
  return withOperator(fromUrl, (from) =>
    withOperator(toUrl, async (to) => {
      assertServerSuits(await findServerFacts(to.db))
      await from.db.transaction().execute(assertAlone)
      await to.db.transaction().execute(assertEmpty)
      await migrate(from.db)
      await installQueueSchema(fromUrl)
      await installQueueSchema(toUrl)
      const { dumped, loaded } = await copy(from.db, to.db, options)
      await assertSameContents(dumped, to.db)
      return summarize(loaded, {})
    }),
  )
}

async function copy(from: Db, to: Db, options: DumpOptions): Promise<{ dumped: DumpedTable[]; loaded: Loaded }> {
  const migrations = await readMigrations()
  const channel = new PassThrough({ objectMode: true, highWaterMark: BATCHES_IN_FLIGHT })
  const dumping = dumpDatabase(
    from,
    options,
    sinkTo(channel, (lines) => lines),
  ).then(
    (tables) => {
      channel.end()
      return tables
    },
    (error: unknown) => {
      channel.destroy(error as Error)
      throw error
    },
  )
  const loading = to
    .transaction()
    .execute((tx) => loadDatabase(tx, readLines(channel), { migrations, jobs: 'take_over' }))
    .finally(() => {
      channel.destroy()
    })
  const [dumped, loaded] = await Promise.allSettled([dumping, loading])
  // When one end fails, so does the other; the loading end carries the reason in both cases.
  if (loaded.status === 'rejected') throw loaded.reason
  if (dumped.status === 'rejected') throw dumped.reason
  return { dumped: dumped.value, loaded: loaded.value }
}
