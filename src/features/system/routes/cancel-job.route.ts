import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { jobErrors } from '#platform/jobs/job-admin.ts'
import { changeJob, type ChangeJobDeps } from '../change-job.ts'
import { jobReply, toJobReply } from '../job-reply.ts'

export const cancelJobRoute = defineRoute({
  method: 'POST',
  path: '/v1/jobs/:id/cancel',
  summary: 'Cancel a job that is not over',
  permission: 'jobs:write',
  wholeEstate: 'Every job serves a whole organization, or Reeve itself.',
  params: z.strictObject({ id: z.string().max(100) }),
  body: z.strictObject({}),
  reply: { status: 200, schema: jobReply },
  errors: { job_not_found: jobErrors.job_not_found, job_not_cancellable: jobErrors.job_not_cancellable },
  handle: async (deps: ChangeJobDeps, { actor, params: { id } }) => toJobReply(await changeJob(deps, actor, { id, change: 'cancel' })),
})
