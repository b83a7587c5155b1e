import type { Tx } from '#platform/db/db.ts'
import { deleteStaging } from './staging.ts'
import type { Fence, SyncDeps } from './sync-deps.ts'
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
}

/** Half of a picture older than this no longer fits the other half: such a run is given up and a new one begins. */
const resumableMs = 6 * 60 * 60 * 1000

/** The run to go on with, or a new one. At most one per organization is under way. */
export function openSyncRun(deps: Pick<SyncDeps, 'db' | 'now' | 'newId'>, request: SyncRequest, fence: Fence): Promise<SyncRun> {
  return deps.db.transaction().execute(async (tx) => {
    await fence.assertHeld(tx)
    const now = deps.now()
    const running = await findRunningSync(tx, request.organizationUid)
    if (running !== undefined && isResumable(running, now)) return running
    if (running !== undefined) await abandon(tx, running, now)
    return startRun(tx, deps, request)
  })
}

function isResumable(run: SyncRun, now: Date): boolean {
  return now.getTime() - run.startedAt.getTime() < resumableMs
}

async function abandon(tx: Tx, run: SyncRun, at: Date): Promise<void> {
  const error = 'Interrupted, and not resumed within six hours: what it had read no longer fits together.'
  await finishRun(tx, run.id, { status: 'abandoned', at, error })
  await deleteStaging(tx, run.id)
}

async function startRun(tx: Tx, deps: Pick<SyncDeps, 'now' | 'newId'>, request: SyncRequest): Promise<SyncRun> {
  const id = deps.newId()
  const isBaseline = (await findLastCommittedSync(tx, request.organizationUid, 'estate')) === undefined
  await insertSyncRun(tx, { ...request, id, isBaseline, confirmRemovals: request.confirmRemovals ?? false, startedAt: deps.now() })
  const run = await findSyncRun(tx, id)
  if (run === undefined) throw new Error(`Sync run ${id} vanished in the transaction that made it`)
  return run
}
