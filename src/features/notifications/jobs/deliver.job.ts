import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { deliver, type DeliverCall, type DeliverDeps } from '../deliver.ts'

const again: DeliverCall['again'] = (jobs, tx, { deliveryId, options }) => jobs.enqueue(tx, deliverJob, { deliveryId }, options)

/** Runs at least once. Its own retries are for a process that died; a receiver that refuses is tried again by a new job. */
export const deliverJob = defineJob({
  name: 'notifications.deliver',
  summary: 'Send one notification',
  payload: z.strictObject({ deliveryId: z.uuid() }),
  retry: { limit: 5, backoffSeconds: 30 },
  concurrency: 4,
  run: (deps: DeliverDeps, { payload, signal }) => deliver(deps, payload.deliveryId, { signal, again }),
})
