import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { lockDirectory } from '#platform/db/directory-lock.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'
import type { SyncRow, SyncTask } from './sync.child.ts'

type TagPath = SyncRow['tagPath']

const flags = {
  accounts: { type: 'string', default: '127,1800,10000' },
  'tag-path': { type: 'string', default: 'bulk,single' },
  'time-scale': { type: 'string', default: '1' },
  share: { type: 'string', default: '0.6' },
  seed: { type: 'string', default: '1' },
  /** Also sync each world a second time, unchanged. */
  again: { type: 'boolean', default: false },
  output: { type: 'string', default: 'json' },
} as const
/** Beyond this the machine's own work is no longer small against the waiting that the bound is made of. */
const timeScaleMaxLarge = 10
const largeAccounts = 10_000

/**
 * First syncs of fixed worlds against the bound that AWS's published rates set. Reeve and the simulated AWS run in two processes and speak
 * HTTP; the database is the embedded PostgreSQL with its production settings. `durationMs` is simulated time, wall time × time scale.
 */
async function run(argv: readonly string[]): Promise<SyncRow[]> {
  const { values } = parseArgs({ args: [...argv], options: flags, strict: true })
  const timeScale = Number(values['time-scale'])
  const sizes = values.accounts.split(',').map(Number)
  if (timeScale > timeScaleMaxLarge && sizes.some((accounts) => accounts >= largeAccounts)) {
    throw new RangeError(`--time-scale is at most ${timeScaleMaxLarge} for ${largeAccounts} accounts and more`)
  }
  const rows: SyncRow[] = []
  for (const accounts of sizes) {
    for (const tagPath of values['tag-path'].split(',') as TagPath[]) {
      const world = { accounts, tagPath, timeScale, seed: Number(values.seed) }
      rows.push(...(await measure(world, { share: Number(values.share), syncs: values.again ? 2 : 1 })))
    }
  }
  return rows
}

type BenchWorld = { readonly accounts: number; readonly tagPath: TagPath; readonly timeScale: number; readonly seed: number }

async function measure(world: BenchWorld, options: { share: number; syncs: number }): Promise<SyncRow[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'reeve-bench-'))
  // Started as root, the database runs as a user of its own, who must be able to pass through.
  await chmod(directory, 0o711)
  const lock = await lockDirectory(path.join(directory, 'data'))
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(directory, 'data') })
  const simulator = await startSimulator(world, directory)
  try {
    const task: SyncTask = { ...world, ...options, databaseUrl: postgres.url, aws: simulator.facts }
    const rows: SyncRow[] = []
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'sync.child.ts'), JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    for await (const line of createInterface({ input: child.stdout })) rows.push(JSON.parse(line) as SyncRow)
    const [code] = (await ended) as [number | null]
    if (code !== 0) throw new Error(`The sync of ${world.accounts} accounts ended with ${code}`)
    return rows
  } finally {
    await stop(simulator.process)
    await postgres.stop()
    lock.release()
    await rm(directory, { recursive: true, force: true })
  }
}

async function startSimulator({ accounts, tagPath, timeScale, seed }: BenchWorld, directory: string) {
  const args = ['--port', '0', '--accounts', `${accounts}`, '--seed', `${seed}`, '--time-scale', `${timeScale}`]
  if (tagPath === 'single') {
    // As where the role was not given the optional permission: the bulk index refuses, and every account is read singly.
    const plan = path.join(directory, 'faults.json')
    await writeFile(plan, JSON.stringify({ rules: [{ service: 'tagging', operation: 'GetResources', effect: 'access_denied' }] }))
    args.push('--fault-plan', plan)
  }
  const main = path.join(import.meta.dirname, '..', 'src', 'main', 'sim.ts')
  const process_ = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: process_.stdout }))
    return { process: process_, facts: JSON.parse(line) as SyncTask['aws'] }
  throw new Error('The simulated AWS did not start')
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

export const bench = { name: 'sync', run }
