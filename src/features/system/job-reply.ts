import { z } from 'zod'
import { jobStates, type JobView } from '#platform/jobs/job-admin.ts'

export const jobReply = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    state: z.enum(jobStates),
    attempt: z.number().describe('Starts at 1; 0 before the first try'),
    singletonKey: z.string().nullable().describe('At most one queued or running job has this key'),
    payload: z.unknown(),
    error: z.string().nullable().describe('What the last failure said'),
    createdAt: z.iso.datetime(),
    startAfter: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    completedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Job' })

export function toJobReply(job: JobView): z.input<typeof jobReply> {
  return {
    id: job.id,
    name: job.name,
    state: job.state,
    attempt: job.attempt,
    singletonKey: job.singletonKey,
    payload: job.payload,
    error: job.error,
    createdAt: job.createdAt.toISOString(),
    startAfter: job.startAfter.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    completedAt: job.completedAt?.toISOString() ?? null,
  }
}
