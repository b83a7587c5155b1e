import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueueDueSyncs } from '../sync/enqueue-due-syncs.ts'
import type { SyncDeps } from '../sync/sync-deps.ts'

/** Every organization keeps the minute of its registration, so that many do not all start at once. */
export const scheduleSyncsJob = defineJob({
  name: 'organizations.schedule-syncs',
  summary: 'Queue syncs of organizations whose last one began as long ago as their interval says',
  payload: z.strictObject({}),
  retry: { limit: 0, backoffSeconds: 0 },
  schedule: '*/2 * * * *',
  run: (deps: Pick<SyncDeps, 'db' | 'jobs' | 'now'>) => enqueueDueSyncs(deps),
})
