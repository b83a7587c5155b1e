/**
 * Keeps one PostgreSQL for all test files and processes of this user: `cluster-keeper.ts DIRECTORY`. It ends by itself, and
 * deletes the directory, once nobody has been connected for a while; a TERM ends it at once.
 */
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { lockDirectory } from '#platform/db/directory-lock.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'

const IDLE_LIMIT_MS = 60_000
const LOOK_EVERY_MS = 2_000

const directory = process.argv[2]!
const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

const lock = await lockDirectory(directory)
// Nothing in it outlives the keeper: durability would only make the tests slow.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '128MB',
  autovacuum: 'on',
}
const postgres = await startEmbeddedPostgres({ dataDir: directory, settings })
const ready = path.join(directory, 'ready.json')
await writeFile(`${ready}.new`, JSON.stringify({ adminUrl: postgres.adminUrl, pid: process.pid }), { mode: 0o600 })
await rename(`${ready}.new`, ready)

await waitUntilIdle()
await rm(ready, { force: true })
await postgres.stop()
await rm(path.join(directory, 'pg'), { recursive: true, force: true })
lock.release()

async function waitUntilIdle(): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.adminUrl, application_name: 'cluster-keeper' })
  client.on('error', () => stopping.abort())
  await client.connect()
  let busyAt = Date.now()
  while (!stopping.signal.aborted && Date.now() - busyAt < IDLE_LIMIT_MS) {
    await delay(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    const others = await client.query(
      `select 1 from pg_stat_activity where backend_type = 'client backend' and application_name <> 'cluster-keeper' limit 1`,
    )
    if (others.rowCount !== 0) busyAt = Date.now()
  }
  await client.end().catch(() => undefined)
}
