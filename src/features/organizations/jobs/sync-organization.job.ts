import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { runSync } from '../sync/run-sync.ts'
import type { SyncDeps } from '../sync/sync-deps.ts'

/** Runs at least once: an interrupted run goes on where it was, a finished one finds nothing to change. */
export const syncOrganizationJob = defineJob({
  name: 'organizations.sync-organization',
  summary: 'Bring the stored picture of an organization in line with AWS and try its member roles',
  payload: z.strictObject({
    organizationUid: z.uuid(),
    trigger: z.enum(['registration', 'schedule', 'request']),
    requestedBy: z.string().default('system:schedule'),
    confirmRemovals: z.boolean().default(false),
  }),
  retry: { limit: 5, backoffSeconds: 30 },
  concurrency: 4,
  run: async (deps: SyncDeps, { payload, signal, jobId }) => {
    const outcome = await runSync(deps, { kind: 'estate', ...payload }, { signal, jobId })
    if (outcome.kind === 'busy') throw new Error('Another worker is at this organization. Trying again later.')
  },
})
