import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { serveSimulation, type Served } from '#sim/http-server.ts'
import type { SyncWorld } from './sync-world.ts'

const worker = path.join(import.meta.dirname, '../../src/features/organizations/sync/sync-resume.child.ts')
/** Where a worker is killed: after so many finished lists, or as soon as the run is in a phase. */
export type KillPoint =
  | { readonly kind: 'lists'; readonly done: number }
  | { readonly kind: 'phase'; readonly phase: 'applying' | 'checking_members' }
export type KillReport = { readonly killed: number; readonly finished: number }

/** Starts a worker per point, kills it with SIGKILL when the run gets there, and counts those that had finished before. */
export async function killWorkers(world: SyncWorld, points: readonly KillPoint[]): Promise<KillReport> {
  const served = await serveSimulation(world.simulation, 0)
  const report = { killed: 0, finished: 0 }
  try {
    for (const point of points) {
      const child = startWorker(world, served)
      const ended = once(child, 'exit')
      await Promise.race([reaches(world, point, child), ended])
      child.kill('SIGKILL')
      const [code] = (await ended) as [number | null]
      if (code === null) report.killed += 1
      else if (code === 0) report.finished += 1
      else throw new Error(`The worker ended with ${code}`)
      // The successor would wait 20 s for the dead worker's lease, as it should; the test need not.
      await sql`update lease set expires_at = '-infinity'`.execute(world.database.db)
    }
  } finally {
    await served.close()
  }
  return report
}

function startWorker(world: SyncWorld, served: Served): ChildProcess {
  const environment = {
    AWS_ENDPOINT_URL: served.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: world.facts.accessKeyId,
    AWS_SECRET_ACCESS_KEY: world.facts.secretAccessKey,
  }
  const task = {
    databaseUrl: world.database.url,
    organizationUid: world.organizationUid,
    masterKey: world.masterKey,
    environment,
    timeScale: 1000,
  }
  return spawn(process.execPath, [worker, JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function reaches({ database }: SyncWorld, point: KillPoint, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const { rows } = await sql<{ phase: string | null; done: number }>`
      select (select phase from sync_run where status = 'running' limit 1) as phase,
        (select count(*) from sync_stream where state = 'done') as done`.execute(database.db)
    const [now] = rows
    if (now !== undefined && (point.kind === 'lists' ? now.phase === 'reading' && now.done >= point.done : now.phase === point.phase))
      return
    await delay(5)
  }
}

/** Points spread over the whole run by a seed, the merge and the member checks among them. */
export function killPoints(count: number, seed: number): KillPoint[] {
  let state = seed
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  return Array.from({ length: count }, () => {
    const chance = next()
    if (chance < 0.15) return { kind: 'phase', phase: 'applying' }
    if (chance < 0.3) return { kind: 'phase', phase: 'checking_members' }
    return { kind: 'lists', done: Math.floor(next() * 75) }
  })
}
