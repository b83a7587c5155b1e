import { z } from 'zod'
import { pruneResets } from '#platform/auth/password-reset-store.ts'
import { pruneSignInCodes } from '#platform/auth/sign-in-codes.ts'
import { pruneFailures } from '#platform/auth/sign-in-locks.ts'
import type { Db } from '#platform/db/db.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { pruneSessions } from '../sessions.ts'

/** Safe to repeat: what is removed is no longer due. */
export const prunePeopleJob = defineJob({
  name: 'people.prune',
  summary: 'Remove sessions, links and codes that are over, and forgotten failures',
  payload: z.strictObject({}),
  retry: { limit: 3, backoffSeconds: 300 },
  schedule: '10 2 * * *',
  run: async (deps: { readonly db: Db; readonly now: () => Date }) => {
    await pruneSessions(deps.db, deps.now())
    await pruneFailures(deps.db, deps.now())
    await pruneResets(deps.db, deps.now())
    await pruneSignInCodes(deps.db, deps.now())
  },
})
