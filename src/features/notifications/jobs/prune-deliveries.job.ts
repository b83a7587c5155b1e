import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { deleteFinishedBefore } from '../delivery-queries.ts'

const keptMs = 90 * 24 * 60 * 60 * 1000
const batch = 1000

/** Safe to repeat: what is deleted is no longer due. */
export const pruneDeliveriesJob = defineJob({
  name: 'notifications.prune-deliveries',
  summary: 'Delete the log of notifications that ended ninety days ago',
  payload: z.strictObject({}),
  retry: { limit: 3, backoffSeconds: 300 },
  schedule: '50 3 * * *',
  run: async ({ db, now }: { readonly db: Db; readonly now: () => Date }, { signal }) => {
    const before = new Date(now().getTime() - keptMs)
    while (!signal.aborted && (await deleteFinishedBefore(db, { before, limit: batch })) === batch);
  },
})
