/**
 * Keeps one PostgreSQL for all test files and processes of this user: `cluster-keeper.ts DIRECTORY`. It ends by itself, and
 * deletes the directory, once nobody has been connected for a while; a TERM ends it at once.
 */
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { lockDirectory } from '#platform/db/directory-lock.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'

const IDLE_LIMIT_MS = 120_000
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
await announce()
await keepUntilIdle()
await postgres.stop()
await rm(path.join(directory, 'pg'), { recursive: true, force: true })
lock.release()

async function announce(): Promise<void> {
  await writeFile(`${ready}.new`, JSON.stringify({ adminUrl: postgres.adminUrl, pid: process.pid }), { mode: 0o600 })
  await rename(`${ready}.new`, ready)
}

async function keepUntilIdle(): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.adminUrl, application_name: 'cluster-keeper' })
  client.on('error', () => stopping.abort())
  await client.connect()
  let busyAt = Date.now()
  while (!stopping.signal.aborted) {
    await delay(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    busyAt = (await isConnected(client)) ? Date.now() : Math.max(busyAt, await touchedAt())
    if (Date.now() - busyAt < IDLE_LIMIT_MS) continue
    // Closed first, then looked at once more: somebody may have read the file just before.
    await rm(ready, { force: true })
    await delay(LOOK_EVERY_MS)
    if (!(await isConnected(client))) break
    busyAt = Date.now()
    await announce()
  }
  await rm(ready, { force: true })
  await client.end().catch(() => undefined)
}

async function isConnected(client: pg.Client): Promise<boolean> {
  const others = await client.query(
    `select 1 from pg_stat_activity where backend_type = 'client backend' and application_name <> 'cluster-keeper' limit 1`,
  )
  return others.rowCount !== 0
}

async function touchedAt(): Promise<number> {
  return stat(ready).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
