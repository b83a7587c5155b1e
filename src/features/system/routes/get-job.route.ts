import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute, type ServerEvent } from '#platform/http/define-route.ts'
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
  params: z.strictObject({ id: z.string().max(100) }),
  reply: { status: 200, schema: jobReply },
  errors: { job_not_found: jobErrors.job_not_found },
  handle: async ({ db }: { readonly db: Db }, { params }) => toJobReply(await getJob(db, params.id)),
  stream: ({ db }: { readonly db: Db }, { params, signal }) => watchJob(db, params.id, signal),
})

/** One event whenever the job's state or attempt changed, until it is over. */
async function* watchJob(db: Db, id: string, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  let told = ''
  while (!signal.aborted) {
    const job = await getJob(db, id)
    const state = `${job.state} ${job.attempt}`
    if (state !== told) yield { event: 'job', data: toJobReply(job) }
    if (over.has(job.state)) return
    told = state
    await delay(watchEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
