import { z } from 'zod'
import type { Tx } from '#platform/db/db.ts'
import { defineJob, type JobQueue } from '#platform/jobs/define-job.ts'

const syncOrganizationJob = defineJob({
  name: 'organizations.sync-organization',
  summary: 'x',
  payload: z.strictObject({ organizationUid: z.uuid(), trigger: z.enum(['registration', 'schedule', 'request']) }),
  retry: { limit: 5, backoffSeconds: 30 },
  run: async () => {},
})

/** Queues a sync with the change that calls for it; one that is queued or running already will see the change, so none is added. */
export async function enqueueSync(
  jobs: JobQueue<Tx>,
  tx: Tx,
  request: { readonly organizationUid: string; readonly trigger: 'registration' | 'request' },
): Promise<string | null> {
  return jobs.enqueue(tx, syncOrganizationJob, request, { singletonKey: request.organizationUid })
}
