/**
 * A Reeve that does nothing but write: takes the directory, starts its database and reports every row that was acknowledged,
 * until it is killed. `writer.child.ts DATA_DIR BINARIES_DIR`
 */
import { sql } from 'kysely'
import { openDatabase } from '../db.ts'
import { lockDirectory } from '../directory-lock.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

const [dataDir, binariesDir] = process.argv.slice(2) as [string, string]
try {
  await lockDirectory(dataDir)
  const postgres = await startEmbeddedPostgres({ dataDir, binariesDir })
  const { db } = openDatabase({ url: postgres.url, connectionsMax: 2 })
  await sql`create table if not exists acked (n bigint primary key, half text not null)`.execute(db)
  await sql`create table if not exists acked_twin (n bigint primary key)`.execute(db)
  const findLast = async () => (await sql<{ n: number | null }>`select max(n) as n from acked`.execute(db)).rows[0]?.n ?? 0
  let next = (await findLast()) + 1
  process.send!({ kind: 'writing', postmaster: postgres.pid() })
  for (;;) {
    try {
      const n = next
      await db.transaction().execute(async (tx) => {
        await sql`insert into acked values (${n}, 'x')`.execute(tx)
        await sql`insert into acked_twin values (${n})`.execute(tx)
      })
      process.send!({ kind: 'acked', n, postmaster: postgres.pid() })
      next = n + 1
    } catch {
      // The server went away. Whether the last commit made it is unknown, so it is asked once the server is back.
      next = await findLast().then(
        (n) => n + 1,
        () => next,
      )
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.send!({ kind: 'failed', code, message })
  process.disconnect()
}
