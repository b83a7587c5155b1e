import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { type ResetLetterDeps, sendResetLetter } from '../send-reset-letter.ts'

/** At least once: a second letter voids the link of the first. */
export const sendResetLetterJob = defineJob({
  name: 'people.send_reset_letter',
  summary: 'Mail a link for a new password, where there is somebody to mail it to',
  payload: z.strictObject({ resetId: z.uuid() }),
  retry: { limit: 3, backoffSeconds: 20 },
  concurrency: 2,
  run: (deps: ResetLetterDeps, { payload }) => sendResetLetter(deps, payload.resetId),
})
