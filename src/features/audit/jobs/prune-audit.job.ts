import { z } from 'zod'
import { pruneAudit } from '#platform/audit/retention.ts'
import type { Db } from '#platform/db/db.ts'
import { defineJob } from '#platform/jobs/define-job.ts'

/** Safe to repeat: what is removed is no longer due. */
export const pruneAuditJob = defineJob({
  name: 'audit.prune',
  summary: 'Remove audit events whose time is up',
  payload: z.strictObject({}),
  retry: { limit: 3, backoffSeconds: 300 },
  schedule: '25 2 * * *',
  run: async (deps: { readonly db: Db; readonly now: () => Date }, { signal }) => void (await pruneAudit(deps, signal)),
})
