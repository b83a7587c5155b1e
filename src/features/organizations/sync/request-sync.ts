import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { organizationErrors } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { syncOrganizationJob } from '../jobs/sync-organization.job.ts'
import { findOrganizationForUpdate } from '../queries.ts'
import { openSyncRun } from './open-sync-run.ts'
import type { SyncDeps } from './sync-deps.ts'
import type { SyncRun } from './sync-runs.ts'

export type RequestSyncDeps = Pick<SyncDeps, 'db' | 'jobs' | 'now' | 'newId'>
export type SyncRequested = { readonly run: SyncRun; readonly jobId: string | null }

/**
 * Starts a sync on demand, or answers the one under way. The run exists as soon as this returns, so that its progress can be followed; run,
 * job and audit event commit together. A run under way cannot be told afterwards to confirm removals.
 */
export async function requestSync(
  deps: RequestSyncDeps,
  actor: Actor,
  { ref, confirmRemovals, requestId }: { ref: string; confirmRemovals: boolean; requestId?: string },
): Promise<SyncRequested> {
  const { uid, organizationId } = await getOrganization(deps.db, ref)
  return deps.db.transaction().execute(async (tx) => {
    const organization = await findOrganizationForUpdate(tx, uid)
    if (organization === undefined) throw organizationErrors.organization_not_found(`${organizationId} was removed in the meantime.`)
    const asked = { organizationUid: uid, trigger: 'request', requestedBy: actor.id, confirmRemovals } as const
    const run = await openSyncRun(tx, deps, { ...asked, kind: 'estate' })
    if (confirmRemovals && !run.confirmRemovals) {
      throw organizationErrors.organization_sync_running(`A sync of ${organizationId} is under way. Confirm removals when it has ended.`)
    }
    const jobId = await deps.jobs.enqueue(tx, syncOrganizationJob, asked, { singletonKey: uid })
    await recordAudit(tx, {
      actor,
      action: 'organization.sync_requested',
      subject: `organization:${organizationId}`,
      after: { syncId: run.id, confirmRemovals },
      at: deps.now(),
      ...(requestId !== undefined && { requestId }),
    })
    return { run, jobId }
  })
}
