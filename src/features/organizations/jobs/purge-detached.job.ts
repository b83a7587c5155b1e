import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { purgeDetached } from '../sync/purge-detached.ts'
import type { SyncDeps } from '../sync/sync-deps.ts'

/** Safe to repeat: what is purged is no longer due. */
export const purgeDetachedJob = defineJob({
  name: 'organizations.purge-detached',
  summary: 'Remove accounts that were detached thirty days ago; their history stays',
  payload: z.strictObject({}),
  retry: { limit: 3, backoffSeconds: 300 },
  schedule: '40 3 * * *',
  run: (deps: Pick<SyncDeps, 'db' | 'now'>, { signal }) => purgeDetached(deps, signal),
})
