import { badgeStage2Job } from '#features/badges/index.ts'
import type { AwsSession, Work } from '#platform/aws/door.ts'
import { withLease, type Lease } from '#platform/jobs/lease.ts'
import { findOrganization, findOrganizationForUpdate } from '../queries.ts'
import type { Organization } from '../organization.ts'
import { orgSessionTarget } from '../target.ts'
import type { EstateEventDraft } from '#lib/estate-event.ts'
import { applyEstate, type Applied } from './apply-estate.ts'
import { listTagChanges } from './merge-tags.ts'
import { createCallTally } from './call-tally.ts'
import { checkMembers } from './check-members.ts'
import { readEstate, ReadingFailed } from './read-estate.ts'
import { deleteStaging } from './staging.ts'
import type { SyncDeps } from './sync-deps.ts'
import { openSyncRun, type SyncRequest } from './open-sync-run.ts'
import { finishRun, recordFirstCall, recordMembersChecked, recordProgress, setPhase, type SyncRun } from './sync-runs.ts'

export type SyncOutcome =
  | {
      readonly kind: 'finished'
      readonly runId: string
      readonly status: SyncRun['status']
      readonly tagChanges?: readonly EstateEventDraft[]
    }
  /** The registration was removed meanwhile. */
  | { readonly kind: 'gone' }
  /** Another worker is at it. */
  | { readonly kind: 'busy' }

/** Long enough to sit out a pause of the machine, short enough that another worker takes over soon. */
const leaseTtlMs = 20_000
const leasePollMs = 1_000
const progressEveryMs = 1_000

/**
 * Brings the stored picture of one organization in line with AWS, and tries the member roles. Goes on where an interrupted run stopped,
 * however it was interrupted; only one run per organization is under way in the whole installation.
 */
export async function runSync(
  deps: SyncDeps,
  request: SyncRequest,
  call: { readonly signal: AbortSignal; readonly jobId: string },
): Promise<SyncOutcome> {
  const key = `sync:${request.organizationUid}`
  const holder = `${deps.holder}:${call.jobId}`
  for (let waited = 0; ; waited += leasePollMs) {
    const leased = await withLease(deps.db, { key, holder, ttlMs: leaseTtlMs }, async (lease): Promise<SyncOutcome> => {
      const organization = await findOrganization(deps.db, request.organizationUid)
      if (organization === undefined) return { kind: 'gone' }
      const run = await deps.db.transaction().execute(async (tx) => {
        await lease.assertHeld(tx)
        return openSyncRun(tx, deps, request)
      })
      return carryOut(deps, { organization, run, lease, isDryRun: request.isDryRun ?? false, ...call })
    })
    if (leased.kind === 'done') return leased.value
    // A dead worker's lease lasts no longer than this; a living one's does.
    if (waited >= leaseTtlMs) return { kind: 'busy' }
    await deps.sleep(leasePollMs, call.signal)
  }
}

type Carrying = {
  readonly organization: Organization
  readonly run: SyncRun
  readonly lease: Lease
  readonly signal: AbortSignal
  readonly jobId: string
  readonly isDryRun: boolean
}

async function carryOut(deps: SyncDeps, { organization, run, lease, signal: stop, jobId, isDryRun }: Carrying): Promise<SyncOutcome> {
  const cancelled = new AbortController()
  const signal = AbortSignal.any([stop, lease.signal, cancelled.signal])
  const tally = createCallTally()
  const work: Work = { actor: 'system:sync', jobId, signal, assertOwned: lease.assertOwned, meter: tally }
  const flush = async () => {
    const { isCancelled } = await recordProgress(deps.db, run.id, tally.take())
    if (isCancelled) cancelled.abort(new SyncCancelled())
  }
  const stopTelling = repeatedly(progressEveryMs, flush)
  try {
    const { status, tagChanges } = await takeSteps(deps, { organization, run, lease, signal, work, isDryRun })
    await stopTelling()
    await flush()
    await finishRun(deps.db, run.id, { status, at: deps.now() })
    await deleteStaging(deps.db, run.id)
    return { kind: 'finished', runId: run.id, status, ...(tagChanges !== undefined && { tagChanges }) }
  } catch (error) {
    await stopTelling()
    await flush()
    const end = endOf(error, signal)
    if (end === null) throw error
    await finishRun(deps.db, run.id, { ...end, at: deps.now() })
    await deleteStaging(deps.db, run.id)
    return { kind: 'finished', runId: run.id, status: end.status }
  }
}

type Steps = Omit<Carrying, 'jobId'> & { readonly work: Work }

type Step = { readonly status: Applied['status']; readonly tagChanges?: readonly EstateEventDraft[] }

async function takeSteps(deps: SyncDeps, steps: Steps): Promise<Step> {
  const { organization, run, lease, signal, work } = steps
  if (run.kind === 'tags') return readAndApply(deps, steps)
  // Accounts known from before are tried beside the reading; the rest once it has told of them.
  const members = { deps, organization, fence: lease, work, since: run.startedAt }
  const isBeside = run.committedAt === null && !run.isBaseline
  const beside = isBeside ? checkMembers(members) : Promise.resolve()
  beside.catch(() => undefined)
  const applied = run.committedAt === null ? await readAndApply(deps, steps) : committedStep(run)
  await beside
  await setPhase(deps.db, run.id, 'checking_members')
  await checkMembers(members)
  signal.throwIfAborted()
  await recordMembersChecked(deps.db, run.id, deps.now())
  return applied
}

async function readAndApply(deps: SyncDeps, { organization, run, lease, signal, work, isDryRun }: Steps): Promise<Step> {
  const session = await openOrganization(deps, organization, work)
  await recordFirstCall(deps.db, run.id, deps.now())
  await readEstate({ deps, organization, run, fence: lease, signal, aws: (call) => deps.door.call(session, call, work) })
  if (isDryRun) return { status: 'completed', tagChanges: await listTagChanges(deps.db, { organization, run }) }
  await setPhase(deps.db, run.id, 'applying')
  return deps.db.transaction().execute(async (tx) => {
    await lease.assertHeld(tx)
    // The registration as it is now: an edit of scope or prefixes during the reading counts already.
    const current = await findOrganizationForUpdate(tx, organization.uid)
    if (current === undefined) throw new ReadingFailed('The registration was removed while its organization was read.', false)
    const applied = await applyEstate(tx, { organization: current, run, at: deps.now(), newId: deps.newId })
    if (applied.writes > 0) {
      const options = { singletonKey: organization.uid }
      await deps.jobs.enqueue(tx, badgeStage2Job, { organizationUid: organization.uid, cause: 'sync' }, options)
    }
    return { status: applied.status }
  })
}

async function openOrganization(deps: SyncDeps, organization: Organization, work: Work): Promise<AwsSession> {
  const opened = await deps.door.open(orgSessionTarget(organization, deps.sealer), work)
  if (opened.kind === 'ok') return opened.value
  const isPassing = opened.kind === 'throttled' || opened.kind === 'network' || opened.kind === 'expired'
  const told = opened.kind === 'denied' ? opened.denial.message : opened.message
  throw new ReadingFailed(`The organization role ${organization.orgRole.arn} could not be assumed: ${told}`, isPassing)
}

class SyncCancelled extends Error {
  constructor() {
    super('The sync was cancelled.')
    this.name = 'SyncCancelled'
  }
}

/** How a run ends for good; null: it is left as it is, for the next try to go on with. */
function endOf(error: unknown, signal: AbortSignal): { status: 'cancelled' | 'failed'; error: string } | null {
  if (signal.aborted && signal.reason instanceof SyncCancelled) return { status: 'cancelled', error: signal.reason.message }
  if (error instanceof ReadingFailed && !error.isPassing) return { status: 'failed', error: error.message }
  return null
}

/** What the merge said, for a run that was interrupted after it. */
function committedStep({ unseen, outcome }: SyncRun): Step {
  return { status: outcome ?? (unseen.length === 0 ? 'completed' : 'partial') }
}

/** Calls `act` again and again until the answered function is called, which waits for the last one. A failed report is no reason to stop. */
function repeatedly(everyMs: number, act: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(act).catch(() => undefined)
  }, everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    return running
  }
}
