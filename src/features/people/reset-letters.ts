import { showSystemMail } from '#features/notifications/index.ts'
import type { ResetLetters } from '#platform/auth/password-reset.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { sendResetLetterJob } from './jobs/send-reset-letter.job.ts'

/** How sign-in has letters sent, without knowing of mail. */
export function createResetLetters({ db, jobs }: { readonly db: Db; readonly jobs: JobQueue<Tx> }): ResetLetters {
  return {
    isConfigured: async () => (await showSystemMail(db)) !== undefined,
    enqueue: async (tx, resetId) => void (await jobs.enqueue(tx, sendResetLetterJob, { resetId })),
  }
}
