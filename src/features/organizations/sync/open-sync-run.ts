import type { Tx } from '#platform/db/db.ts'
import { deleteStaging } from './staging.ts'
import type { SyncDeps } from './sync-deps.ts'
import {
  findLastCommittedSync,
  findRunningSync,
  findSyncRun,
  finishRun,
  insertSyncRun,
  type SyncKind,
  type SyncRun,
  type SyncTrigger,
} from './sync-runs.ts'

export type SyncRequest = {
  readonly organizationUid: string
  readonly kind: SyncKind
  readonly trigger: SyncTrigger
  readonly requestedBy: string
  readonly confirmRemovals?: boolean
  /** Tags only: read and compare, store nothing. */
  readonly isDryRun?: boolean
}

/** Half of a picture older than this no longer fits the other half: such a run is given up and a new one begins. */
const resumableMs = 6 * 60 * 60 * 1000

type Deps = Pick<SyncDeps, 'now' | 'newId'>

/** The run to go on with, or a new one. At most one of a kind is under way per organization. */
export async function openSyncRun(tx: Tx, deps: Deps, request: SyncRequest): Promise<SyncRun> {
  const now = deps.now()
  const running = await findRunningSync(tx, request.organizationUid, request.kind)
  if (running !== undefined && isResumable(running, now)) return running
  if (running !== undefined) await abandon(tx, running, now)
  return startRun(tx, deps, request)
}

function isResumable(run: SyncRun, now: Date): boolean {
  return now.getTime() - run.startedAt.getTime() < resumableMs
}

async function abandon(tx: Tx, run: SyncRun, at: Date): Promise<void> {
  const error = 'Interrupted, and not resumed within six hours: what it had read no longer fits together.'
  await finishRun(tx, run.id, { status: 'abandoned', at, error })
  await deleteStaging(tx, run.id)
}

async function startRun(tx: Tx, deps: Deps, request: SyncRequest): Promise<SyncRun> {
  const id = deps.newId()
  const isBaseline = (await findLastCommittedSync(tx, request.organizationUid, 'estate')) === undefined
  await insertSyncRun(tx, { ...request, id, isBaseline, confirmRemovals: request.confirmRemovals ?? false, startedAt: deps.now() })
  const run = await findSyncRun(tx, id)
  if (run === undefined) throw new Error(`Sync run ${id} vanished in the transaction that made it`)
  return run
}
