import type { PgBoss } from 'pg-boss'
import { DEAD_LETTER_QUEUE } from './boss.ts'
import type { RegisteredJob } from './registered-job.ts'

/** A worker is taken for dead when it was not heard for this long, and its jobs go to others. pg-boss allows no less than 10 s. */
export const HEARTBEAT_SECONDS = 15
/** The longest pg-boss allows. Work is bounded by heartbeats and by its own limits, not by a guess at its duration. */
const EXPIRE_SECONDS = 24 * 3600
const RETRY_DELAY_MAX_SECONDS = 3600
const DONE_KEPT_SECONDS = 7 * 24 * 3600
const DEAD_KEPT_SECONDS = 90 * 24 * 3600
/** A job may wait this long for its turn, in case no worker runs. */
const WAITING_KEPT_SECONDS = 30 * 24 * 3600

/** Makes queues and schedules match the declared jobs. Schedules of jobs that are declared no more end; their queued jobs stay visible. */
export async function ensureQueues(boss: PgBoss, jobs: readonly RegisteredJob<never>[]): Promise<void> {
  await ensureQueue(boss, DEAD_LETTER_QUEUE, { deleteAfterSeconds: DEAD_KEPT_SECONDS, retentionSeconds: DEAD_KEPT_SECONDS }, 'standard')
  for (const job of jobs) {
    await ensureQueue(
      boss,
      job.name,
      {
        deadLetter: DEAD_LETTER_QUEUE,
        retryLimit: job.retry.limit,
        ...backoffOf(job),
        heartbeatSeconds: HEARTBEAT_SECONDS,
        expireInSeconds: EXPIRE_SECONDS,
        deleteAfterSeconds: DONE_KEPT_SECONDS,
        retentionSeconds: WAITING_KEPT_SECONDS,
        notify: true,
      },
      'exclusive',
    )
  }
  await ensureSchedules(boss, jobs)
}

function backoffOf({ retry: { backoffSeconds } }: RegisteredJob<never>) {
  if (backoffSeconds === 0) return { retryDelay: 0, retryBackoff: false }
  return { retryDelay: backoffSeconds, retryBackoff: true, retryDelayMax: Math.max(RETRY_DELAY_MAX_SECONDS, backoffSeconds) }
}

type QueueSettings = NonNullable<Parameters<PgBoss['createQueue']>[1]>

async function ensureQueue(boss: PgBoss, name: string, settings: Omit<QueueSettings, 'policy'>, policy: string): Promise<void> {
  await boss.createQueue(name, { ...settings, policy })
  // Creating leaves an existing queue as it was. Its policy cannot change and never does.
  await boss.updateQueue(name, settings)
}

async function ensureSchedules(boss: PgBoss, jobs: readonly RegisteredJob<never>[]): Promise<void> {
  const wanted = new Map(jobs.flatMap((job) => (job.schedule === undefined ? [] : [[job.name, job.schedule] as const])))
  for (const { name, key } of await boss.getSchedules()) {
    if (!wanted.has(name)) await boss.unschedule(name, key)
  }
  for (const [name, cron] of wanted) {
    // One key for all runs: a run that is due while the last one still works is dropped, as two would only get in each other's way.
    await boss.schedule(name, cron, {}, { tz: 'UTC', singletonKey: 'schedule', missed: 'once' })
  }
}
