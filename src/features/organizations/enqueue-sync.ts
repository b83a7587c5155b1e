import type { Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { syncOrganizationJob } from './jobs/sync-organization.job.ts'

export type SyncRequest = { readonly organizationUid: string; readonly trigger: 'registration' | 'request'; readonly requestedBy: string }

/** Queues a sync with the change that calls for it; one that is queued or running already is not queued again. Answers the job's id, or null then. */
export async function enqueueSync(jobs: JobQueue<Tx>, tx: Tx, request: SyncRequest): Promise<string | null> {
  return jobs.enqueue(tx, syncOrganizationJob, request, { singletonKey: request.organizationUid })
}
