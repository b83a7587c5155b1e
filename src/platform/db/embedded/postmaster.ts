import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile, chown } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { dbErrors } from '../errors.ts'
import type { PostgresBinaries } from './binaries.ts'
import type { Layout } from './layout.ts'
import { findProcess } from './os-process.ts'
import type { DatabaseUser } from './os-user.ts'
import { explainStartFailure } from './start-failure.ts'

export type Cluster = {
  readonly layout: Layout
  readonly binaries: PostgresBinaries
  readonly user: DatabaseUser
  readonly settings?: Readonly<Record<string, string>>
}

/** Owns the databases and runs maintenance; Reeve itself connects as `reeve`, which is no superuser. */
export const ADMIN_ROLE = 'reeve_admin'
export const APP_ROLE = 'reeve'
const STOP_FAST_MS = 30_000
const STOP_IMMEDIATE_MS = 10_000
const START_MS = 120_000
const POLL_MS = 20

/** The connection URL of a database of this cluster, over its unix socket. */
export function clusterUrl(layout: Layout, role: string, database: string): string {
  return `postgres://${role}@/${database}?host=${encodeURIComponent(layout.socketDirectory)}`
}

/**
 * Creates the cluster when there is none. Only the database user (and root, when Reeve runs as root) may connect, proven
 * by the kernel: peer authentication over the socket, no password to lose, no TCP.
 */
export async function ensureCluster(cluster: Cluster): Promise<{ readonly isNew: boolean }> {
  const { layout, binaries, user } = cluster
  if (existsSync(path.join(layout.cluster, CREATED))) return { isNew: false }
  // Without the mark, an earlier initdb was cut off: nothing was ever acknowledged from it.
  await rm(layout.cluster, { recursive: true, force: true })
  const result = await runToEnd(
    binaries.initdb,
    ['-D', layout.cluster, '-U', ADMIN_ROLE, '--auth=peer', '--encoding=UTF8', '--locale=C', '--data-checksums'],
    user,
  )
  if (result.code !== 0) throw explainStartFailure(result.output, layout)
  await writeOwned(path.join(layout.cluster, 'pg_hba.conf'), `local all all peer map=reeve\n`, user)
  const owners = [...new Set([user.name, ...(user.ids === undefined ? [] : ['root'])])]
  const map = owners.flatMap((name) => [ADMIN_ROLE, APP_ROLE].map((role) => `reeve "${name}" ${role}\n`)).join('')
  await writeOwned(path.join(layout.cluster, 'pg_ident.conf'), map, user)
  await writeOwned(path.join(layout.cluster, CREATED), '', user)
  return { isNew: true }
}

const CREATED = 'reeve-cluster'

/** A running postmaster. `exited` settles when it ends for whatever reason, with the end of what it said. */
export type Postmaster = { readonly pid: number; readonly exited: Promise<string> }

/** Starts the postmaster and waits until it answers; an orphan of a dead Reeve is shut down cleanly first. */
export async function startPostmaster(cluster: Cluster): Promise<Postmaster> {
  const { layout } = cluster
  await stopOrphan(layout)
  const deadline = Date.now() + START_MS
  for (;;) {
    const started = await tryStart(cluster, deadline)
    if (started.kind === 'ready') return started.postmaster
    // Backends of a killed postmaster let go of its shared memory a moment after it died.
    const isTransient = /pre-existing shared memory block|lock file "postmaster\.pid"|is being used by|lock file ".*" already exists/.test(
      started.output,
    )
    if (!isTransient || Date.now() > deadline) throw explainStartFailure(started.output, layout)
    await stopOrphan(layout)
    await delay(100)
  }
}

/** Fast shutdown (open transactions roll back, everything committed is kept), then immediate, then SIGKILL. */
export async function stopPostmaster(pid: number, isGone: () => boolean | Promise<boolean>): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', STOP_FAST_MS],
    ['SIGQUIT', STOP_IMMEDIATE_MS],
    ['SIGKILL', STOP_IMMEDIATE_MS],
  ] as const) {
    if (await isGone()) return
    trySignal(pid, signal)
    if (await until(isGone, patienceMs)) return
  }
  throw dbErrors.embedded_start_failed(`The PostgreSQL process ${pid} does not end, not even when killed. Its disk may be hanging.`)
}

async function stopOrphan(layout: Layout): Promise<void> {
  const pidFile = path.join(layout.cluster, 'postmaster.pid')
  const text = await readFile(pidFile, 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1) return
  const isOurs = async () => (await findProcess(pid))?.commandLine.includes(layout.cluster) === true
  if (!(await isOurs())) {
    // The number was given to another process since: PostgreSQL would take that one for its predecessor and refuse.
    await rm(pidFile, { force: true })
    return
  }
  await stopPostmaster(pid, async () => !(await isOurs()))
}

type Start = { readonly kind: 'ready'; readonly postmaster: Postmaster } | { readonly kind: 'failed'; readonly output: string }

async function tryStart(cluster: Cluster, deadline: number): Promise<Start> {
  const { layout, binaries, user } = cluster
  const settings = { ...BASE_SETTINGS, unix_socket_directories: layout.socketDirectory, ...cluster.settings }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // A group of its own: Ctrl-C at the terminal must reach Reeve, which then stops the database last.
  const child = spawn(binaries.postgres, ['-D', layout.cluster, ...args], {
    ...user.ids,
    cwd: layout.server,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: SERVER_ENV,
  })
  const tail = collectTail(child)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${tail()}\n${error.message}`))
    child.once('exit', (code, signal) => resolve(`${tail()}\n(exit code ${code}, signal ${signal})`))
  })
  let output: string | undefined
  void exited.then((text) => (output = text))
  const isReady = await until(async () => output !== undefined || (await isAcceptingConnections(layout, child.pid)), deadline - Date.now())
  if (output !== undefined) return { kind: 'failed', output }
  if (!isReady) {
    await stopPostmaster(child.pid!, () => output !== undefined)
    return { kind: 'failed', output: `${tail()}\nIt was not ready within ${START_MS / 1000} s.` }
  }
  return { kind: 'ready', postmaster: { pid: child.pid!, exited } }
}

/** Reads the state line that the postmaster keeps in its pid file; asking over the socket would need a role that may not exist yet. */
async function isAcceptingConnections(layout: Layout, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(path.join(layout.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

const BASE_SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '64MB',
  // A laptop's estate fits: without replication or archiving there is nothing to keep more for.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  log_min_messages: 'warning',
  logging_collector: 'off',
  timezone: 'UTC',
}
/** Nothing of Reeve's own environment (secrets among it) reaches the database process. */
const SERVER_ENV = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }
const TAIL_CHARACTERS = 8_000

function collectTail(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-TAIL_CHARACTERS)))
  return () => text
}

async function runToEnd(program: string, args: readonly string[], user: DatabaseUser): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { ...user.ids, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], env: SERVER_ENV })
  const tail = collectTail(child)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: `${tail()}\n${error.message}` }))
    child.once('close', (code) => resolve({ code, output: tail() }))
  })
}

async function writeOwned(file: string, text: string, user: DatabaseUser): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  if (user.ids !== undefined) await chown(file, user.ids.uid, user.ids.gid)
}

async function until(condition: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs
  while (!(await condition())) {
    if (Date.now() > deadline) return false
    await delay(POLL_MS)
  }
  return true
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
