import type { Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { syncOrganizationJob } from './jobs/sync-organization.job.ts'

/** Queues a sync with the change that calls for it; one that is queued or running already will see the change, so none is added. */
export async function enqueueSync(
  jobs: JobQueue<Tx>,
  tx: Tx,
  request: { readonly organizationUid: string; readonly trigger: 'registration' | 'request' },
): Promise<string | null> {
  return jobs.enqueue(tx, syncOrganizationJob, request, { singletonKey: request.organizationUid })
}
