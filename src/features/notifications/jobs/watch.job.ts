import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { watch, type WatchDeps } from '../watch.ts'

/** Safe to repeat: what was told is not told again. */
export const watchJob = defineJob({
  name: 'notifications.watch',
  summary: 'Look for failed jobs, tokens and certificates near their end, and an audit trail that does not hold or get out',
  payload: z.strictObject({}),
  retry: { limit: 1, backoffSeconds: 60 },
  concurrency: 1,
  schedule: '*/5 * * * *',
  run: async (deps: WatchDeps) => void (await watch(deps)),
})
