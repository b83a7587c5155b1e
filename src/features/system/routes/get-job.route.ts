import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { getJob, jobErrors, type JobView } from '#platform/jobs/job-admin.ts'
import { jobReply, toJobReply } from '../job-reply.ts'

/** How often a watched job is looked at: one indexed read. */
const watchEveryMs = 250
const over: ReadonlySet<JobView['state']> = new Set(['done', 'failed', 'cancelled'])

export const getJobRoute = defineRoute({
  method: 'GET',
  path: '/v1/jobs/:id',
  summary: 'Look at a job, or watch it until it is over with `Accept: text/event-stream`',
  permission: 'jobs:read',
  reach: 'scoped',
  params: z.strictObject({ id: z.string().max(100) }),
  reply: { status: 200, schema: jobReply },
  errors: { job_not_found: jobErrors.job_not_found },
  handle: async ({ db }: { readonly db: Db }, { params }) => toJobReply(await getJob(db, params.id)),
  watch: {
    everyMs: watchEveryMs,
    look: async ({ db }: { readonly db: Db }, { params }) => {
      const job = await getJob(db, params.id)
      return { event: 'job', data: toJobReply(job), isOver: over.has(job.state) }
    },
  },
})
