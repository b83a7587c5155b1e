import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { refreshTags } from '../sync/refresh-tags.ts'
import type { SyncDeps } from '../sync/sync-deps.ts'

/** Stage 1 of auto-badging (BADGE-5). Safe to repeat: it overwrites stored tags with what AWS says. */
export const refreshTagsJob = defineJob({
  name: 'organizations.refresh-tags',
  summary: 'Stage 1: re-read the tags of accounts',
  payload: z.strictObject({ organizationUid: z.uuid().optional(), requestedBy: z.string().default('system:schedule') }),
  retry: { limit: 5, backoffSeconds: 60 },
  concurrency: 2,
  schedule: '17 */6 * * *',
  run: (deps: SyncDeps, { payload, signal, jobId }) => refreshTags(deps, payload, { signal, jobId }),
})
