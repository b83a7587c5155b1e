import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { checkDueConnections, type CheckDueDeps } from '../check-due-connections.ts'

/** Safe to repeat: what was tried within the hour is not due. */
export const checkConnectionsJob = defineJob({
  name: 'connections.check',
  summary: 'Try the connections of single accounts that were last tried an hour ago',
  payload: z.strictObject({}),
  retry: { limit: 0, backoffSeconds: 0 },
  schedule: '*/5 * * * *',
  run: (deps: CheckDueDeps, { signal, jobId }) => checkDueConnections(deps, { signal, jobId }),
})
