import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { ensureBinaries } from './binaries.ts'
import { decideLayout, ensureLayout } from './layout.ts'
import { ensureDatabaseUser } from './os-user.ts'
import {
  ADMIN_ROLE,
  APP_ROLE,
  type Cluster,
  clusterUrl,
  ensureCluster,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts'

export type EmbeddedOptions = {
  readonly dataDir: string
  /** Extra server settings; the tests turn fsync off with them. */
  readonly settings?: Readonly<Record<string, string>>
  /** Where the copied binaries go; below the data directory when absent. */
  readonly binariesDir?: string
  readonly onEvent?: (event: EmbeddedEvent) => void
}

export type EmbeddedEvent =
  | { readonly kind: 'started'; readonly pid: number; readonly isNew: boolean }
  | { readonly kind: 'died'; readonly pid: number; readonly output: string }
  | { readonly kind: 'restarted'; readonly pid: number }
  | { readonly kind: 'restart_failed'; readonly error: unknown; readonly nextTryMs: number }

export type EmbeddedPostgres = {
  /** For Reeve: no superuser, may create databases (a backup is verified in one of its own). */
  readonly url: string
  readonly adminUrl: string
  readonly pid: () => number | undefined
  /** Clean shutdown: everything committed is on disk when it resolves. */
  readonly stop: () => Promise<void>
}

const RESTART_FIRST_MS = 100
const RESTART_MAX_MS = 30_000
const DATABASE = 'reeve'

/**
 * Starts the PostgreSQL of a data directory and keeps it running: a server that dies is started again, without limit and
 * with growing pauses, until `stop()`. The caller must hold the directory's lock, because a running server that is found
 * there is taken for the orphan of a killed Reeve and replaced.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const layout = decideLayout(options.dataDir)
  const user = await ensureDatabaseUser()
  await ensureLayout(layout, user)
  const binaries = await ensureBinaries(options.binariesDir ?? layout.binaries)
  const cluster: Cluster = { layout, binaries, user, ...(options.settings && { settings: options.settings }) }
  const { isNew } = await ensureCluster(cluster)
  const postmaster = await startPostmaster(cluster)
  const supervised = supervise(cluster, postmaster, options.onEvent ?? (() => {}))
  options.onEvent?.({ kind: 'started', pid: postmaster.pid, isNew })
  const urls = { url: clusterUrl(layout, APP_ROLE, DATABASE), adminUrl: clusterUrl(layout, ADMIN_ROLE, 'postgres') }
  try {
    await ensureDatabase(urls.adminUrl)
  } catch (error) {
    await supervised.stop()
    throw error
  }
  return { ...urls, ...supervised }
}

function supervise(cluster: Cluster, first: Postmaster, onEvent: (event: EmbeddedEvent) => void): Pick<EmbeddedPostgres, 'pid' | 'stop'> {
  let current: Postmaster | undefined = first
  const stopping = new AbortController()
  const watching = watch()

  async function watch(): Promise<void> {
    while (current !== undefined) {
      const { pid, exited } = current
      const output = await exited
      current = undefined
      if (stopping.signal.aborted) return
      onEvent({ kind: 'died', pid, output })
      current = await startAgain()
      if (stopping.signal.aborted) return
    }
  }

  async function startAgain(): Promise<Postmaster | undefined> {
    for (let pauseMs = RESTART_FIRST_MS; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, RESTART_MAX_MS)) {
      try {
        const postmaster = await startPostmaster(cluster)
        onEvent({ kind: 'restarted', pid: postmaster.pid })
        return postmaster
      } catch (error) {
        onEvent({ kind: 'restart_failed', error, nextTryMs: pauseMs })
        await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
    return undefined
  }

  async function stop(): Promise<void> {
    stopping.abort()
    if (current !== undefined) await stopPostmaster(current.pid, () => current === undefined)
    await watching
    // A restart that was under way when the stop came has left a server behind.
    if (current !== undefined) await stopPostmaster(current.pid, isSettled(current.exited))
  }

  return { pid: () => current?.pid, stop }
}

function isSettled(promise: Promise<unknown>): () => boolean {
  let settled = false
  void promise.then(() => (settled = true))
  return () => settled
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE])
    if (role.rowCount === 0) await client.query(`create role ${APP_ROLE} login createdb`)
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (database.rowCount === 0) await client.query(`create database ${DATABASE} owner ${APP_ROLE}`)
  } finally {
    await client.end()
  }
}
