import { setTimeout as delay } from 'node:timers/promises'
import { countJobs } from '#features/system/index.ts'
import type { Db } from '#platform/db/db.ts'
import { findJob } from '#platform/jobs/job-admin.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { JobEnd } from '#platform/jobs/worker.ts'
import type { Log } from '#platform/log/log.ts'
import type { Metrics } from '#platform/log/metrics.ts'

const over: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled'])
/** How often a command that is about to exit looks at what it started. */
const drainEveryMs = 100

/** One wide event and two metrics per run of a job. */
export function reportJobEnd(log: Log, metrics: Metrics): (end: JobEnd) => void {
  return ({ name, jobId, attempt, durationMs, outcome, error }) => {
    metrics.count('reeve_job_runs_total', 'Runs of background jobs by outcome', { job: name, outcome })
    metrics.observe('reeve_job_seconds', 'Time a job ran', durationMs / 1000, { job: name })
    const fields = {
      job: name,
      jobId,
      attempt,
      durationMs: Math.round(durationMs),
      outcome,
      ...(error === undefined ? {} : { err: error }),
    }
    if (outcome === 'failed' || outcome === 'invalid') log.error(fields, 'job failed')
    else log.info(fields, 'job')
  }
}

/** Gauges of the queue, read at each scrape. While the database is away they keep what they last said, and `/readyz` says why. */
export function gaugeJobs(db: Db, metrics: Metrics): void {
  metrics.onScrape(async () => {
    const counts = await countJobs(db).catch(() => undefined)
    for (const [state, count] of Object.entries(counts ?? {})) metrics.gauge('reeve_jobs', 'Background jobs by state', count, { state })
  })
}

export type OnDemandJobs<Deps> = {
  readonly jobs: Jobs<Deps>
  /** Resolves when every job enqueued through `jobs`, and every job those enqueued, is over or `signal` aborts. */
  readonly drain: (signal: AbortSignal) => Promise<void>
}

/**
 * Jobs for a process that lives as long as one command: the worker starts with the first job that is enqueued, and nothing enqueued
 * here is left to a process that may never come. A job that was put off to a later time is left to whoever runs then.
 */
export function runOnDemand<Deps>(jobs: Jobs<Deps>, { db, deps }: { db: Db; deps: () => Deps }): OnDemandJobs<Deps> {
  const pending = new Set<string>()
  let worker: Promise<unknown> | undefined
  const start = (): void => void (worker ??= jobs.startWorker(deps()))

  const tracked: Jobs<Deps> = {
    ...jobs,
    enqueue: async (tx, job, payload, options) => {
      const id = await jobs.enqueue(tx, job, payload, options)
      if (id !== null && options?.startAfter === undefined) pending.add(id)
      start()
      return id
    },
    // One by one, because only then is each id known.
    enqueueMany: async (tx, job, calls) => {
      let count = 0
      for (const { payload, options } of calls) count += (await tracked.enqueue(tx, job, payload, options)) === null ? 0 : 1
      return count
    },
  }

  async function drain(signal: AbortSignal): Promise<void> {
    await worker
    while (pending.size > 0 && !signal.aborted) {
      const found = await Promise.all([...pending].map(async (id) => ({ id, job: await findJob(db, id) })))
      const isWorking = found.some(({ job }) => job !== undefined && !over.has(job.state))
      for (const { id, job } of found) {
        // One that is not to be found rolled back, or stands in the transaction of a job that is still at work.
        if (job === undefined ? !isWorking : over.has(job.state)) pending.delete(id)
      }
      if (pending.size > 0) await delay(drainEveryMs, undefined, { signal }).catch(() => undefined)
    }
  }

  return { jobs: tracked, drain }
}
