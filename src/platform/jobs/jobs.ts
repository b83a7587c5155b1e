import { randomUUID } from 'node:crypto'
import { fromKysely, type PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { Tx } from '#platform/db/db.ts'
import { createBoss } from './boss.ts'
import type { EnqueueOptions, Job, JobQueue } from './define-job.ts'
import { ensureQueues } from './ensure-queues.ts'
import type { RegisteredJob } from './registered-job.ts'
import { type JobEnd, type JobWorker, startJobWorker } from './worker.ts'

export type JobsOptions<Deps> = {
  readonly url: string
  readonly jobs: readonly RegisteredJob<Deps>[]
  /** Cron schedules and the search for jobs of dead workers. At least one process must have it on; on by default. */
  readonly supervise?: boolean
  /** One event per run, for the log and the metrics. */
  readonly onJobEnd?: (end: JobEnd) => void
  /** Trouble of the queue itself, such as a database that went away; it recovers by itself. */
  readonly onError?: (error: unknown) => void
  readonly onWarning?: (message: string) => void
}

export type Jobs<Deps> = JobQueue<Tx> & {
  /** Enqueues many at once; answers how many were not dropped as duplicates. */
  readonly enqueueMany: <Payload extends z.ZodType>(
    tx: Tx,
    job: Job<string, never, Payload>,
    calls: readonly JobToEnqueue<z.input<Payload>>[],
  ) => Promise<number>
  /** Starts running jobs in this process. */
  readonly startWorker: (deps: Deps) => Promise<JobWorker>
  /** Asks a run in this process to stop now; elsewhere the worker notices at its next heartbeat. */
  readonly abortLocal: (jobId: string) => void
  readonly stop: () => Promise<void>
  readonly boss: PgBoss
}

export type JobToEnqueue<Input> = { readonly payload: Input; readonly options?: EnqueueOptions }

/** Jobs inserted by one statement; more make it slower, not faster. */
const INSERT_BATCH = 1000

/**
 * Connects to the queue and makes its tables and queues match the declared jobs; safe when several processes do it at once.
 * Nothing runs before `startWorker`.
 */
export async function createJobs<Deps>(options: JobsOptions<Deps>): Promise<Jobs<Deps>> {
  const report = options.onError ?? (() => {})
  const boss = createBoss({
    url: options.url,
    supervise: options.supervise ?? true,
    onError: report,
    onWarning: options.onWarning ?? (() => {}),
  })
  await boss.start()
  try {
    await ensureQueues(boss, options.jobs)
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
  let worker: JobWorker | undefined

  async function enqueueMany<Payload extends z.ZodType>(
    tx: Tx,
    job: Job<string, never, Payload>,
    calls: readonly JobToEnqueue<z.input<Payload>>[],
  ): Promise<number> {
    let count = 0
    for (let start = 0; start < calls.length; start += INSERT_BATCH) {
      const rows = calls.slice(start, start + INSERT_BATCH).map((call) => toRow(job, call))
      const ids = await boss.insert(job.name, rows, { db: fromKysely(tx), returnId: true })
      count += ids?.length ?? 0
    }
    return count
  }

  return {
    enqueue: async (tx, job, payload, enqueueOptions) => {
      const { data, ...rest } = toRow(job, { payload, ...(enqueueOptions && { options: enqueueOptions }) })
      return boss.send(job.name, data, { ...rest, db: fromKysely(tx) })
    },
    enqueueMany,
    startWorker: async (deps) =>
      (worker ??= await startJobWorker({ boss, jobs: options.jobs, onJobEnd: options.onJobEnd ?? (() => {}) }, deps)),
    abortLocal: (jobId) => worker?.abort(jobId),
    stop: async () => {
      await worker?.stop()
      await boss.stop({ graceful: false })
    },
    boss,
  }
}

function toRow<Payload extends z.ZodType>(job: Job<string, never, Payload>, { payload, options }: JobToEnqueue<z.input<Payload>>) {
  // Checked here as well as in the worker: a mistake should fail the request that makes it.
  job.payload.parse(payload)
  const id = randomUUID()
  return {
    id,
    data: payload as object,
    // Queues allow one queued or running job per key; a job that names none gets one of its own.
    singletonKey: options?.singletonKey ?? id,
    ...(options?.startAfter && { startAfter: options.startAfter }),
  }
}
