import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { fanOut, type FanOutDeps } from '../fan-out.ts'

/** Safe to repeat: what was taken is gone. A minute is how long equal events are gathered into one message. */
export const fanOutJob = defineJob({
  name: 'notifications.fan-out',
  summary: 'Queue notifications of what happened in the last minute',
  payload: z.strictObject({}),
  retry: { limit: 0, backoffSeconds: 0 },
  concurrency: 1,
  schedule: '* * * * *',
  run: async (deps: FanOutDeps, { signal }) => void (await fanOut(deps, signal)),
})
