import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { cancelJob, getJob, type JobView, retryJob } from '#platform/jobs/job-admin.ts'

/** The queue as `platform/jobs` gives it, whatever its jobs ask for. */
export type QueueControl = Parameters<typeof cancelJob>[0]
export type ChangeJobDeps = { readonly db: Db; readonly jobs: QueueControl }

/** Cancels or retries a job; its audit event commits with it. */
export async function changeJob(
  { db, jobs }: ChangeJobDeps,
  actor: Actor,
  { id, change }: { readonly id: string; readonly change: 'cancel' | 'retry' },
): Promise<JobView> {
  return db.transaction().execute(async (tx) => {
    const before = await getJob(tx, id)
    const after = await (change === 'cancel' ? cancelJob(jobs, tx, id) : retryJob(jobs, tx, id))
    const action = change === 'cancel' ? 'job.cancelled' : 'job.retried'
    await recordAudit(tx, {
      actor,
      action,
      subject: `job:${id}`,
      before: { name: before.name, state: before.state },
      after: { state: after.state },
    })
    return after
  })
}
