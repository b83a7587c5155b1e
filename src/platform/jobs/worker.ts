import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss'
import { AppError } from '#lib/app-error.ts'
import { QUEUE_SCHEMA } from './boss.ts'
import type { JobCall } from './define-job.ts'
import type { RegisteredJob } from './registered-job.ts'

export type JobEnd = {
  readonly name: string
  readonly jobId: string
  readonly attempt: number
  readonly durationMs: number
  /** `handed_back`: the process is stopping, the job waits for the next worker without having used up a try. */
  readonly outcome: 'done' | 'failed' | 'invalid' | 'handed_back' | 'claim_lost'
  readonly error?: unknown
}

export type JobWorker = {
  readonly abort: (jobId: string) => void
  /** Aborts what runs, hands it back to the queue and resolves when nothing runs any more. */
  readonly stop: () => Promise<void>
}

export type WorkerOptions<Deps> = {
  readonly boss: PgBoss
  readonly jobs: readonly RegisteredJob<Deps>[]
  readonly onJobEnd: (end: JobEnd) => void
}

/** How late a retry or a delayed job may start, and a new one when a notification is lost. */
const POLL_SECONDS = 2
const HEARTBEAT_REFRESH_SECONDS = 5
/** Handlers that ignore their signal are left behind after this; their jobs are free again by then. */
const STOP_LIMIT_MS = 20_000

class Stopping extends Error {}

/**
 * Runs jobs until `stop()`. Each queue has `concurrency` loops; a loop that finished a job looks for the next at once,
 * because a notification wakes it only for jobs that arrive later.
 */
export async function startJobWorker<Deps>(options: WorkerOptions<Deps>, deps: Deps): Promise<JobWorker> {
  const { boss, jobs } = options
  const stopping = new AbortController()
  const running = new Map<string, AbortController>()

  for (const job of jobs) {
    for (let loop = 0; loop < (job.concurrency ?? 1); loop += 1) await startLoop(job)
  }

  async function startLoop(job: RegisteredJob<Deps>): Promise<void> {
    const settings = {
      batchSize: 1,
      includeMetadata: true,
      perJobResults: true,
      pollingIntervalSeconds: POLL_SECONDS,
      notifyPollingIntervalSeconds: POLL_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
    } as const
    const loopId: string = await boss.work<object, unknown, typeof settings>(
      job.name,
      settings,
      async ([fetched]: JobWithMetadata[]): Promise<JobResult[]> => {
        if (fetched === undefined) return []
        const abort = new AbortController()
        const signal = AbortSignal.any([fetched.signal, stopping.signal, abort.signal])
        running.set(fetched.id, abort)
        try {
          return await runOne({ ...options, job, deps }, fetched, signal)
        } finally {
          running.delete(fetched.id)
          boss.notifyWorker(loopId)
        }
      },
    )
  }

  return {
    abort: (jobId) => running.get(jobId)?.abort(new Error('The job was cancelled')),
    stop: async () => {
      stopping.abort(new Stopping('Reeve is stopping'))
      // Waited for loop by loop, not job by job: one that was fetching just now may still come back with a job.
      const loopsEnded = Promise.allSettled([...new Set(jobs.map(({ name }) => name))].map((name) => boss.offWork(name, { wait: true })))
      const limit = AbortSignal.timeout(STOP_LIMIT_MS)
      await Promise.race([loopsEnded, new Promise((resolve) => limit.addEventListener('abort', resolve, { once: true }))])
    },
  }
}

type Run<Deps> = { readonly boss: PgBoss; readonly job: RegisteredJob<Deps>; readonly deps: Deps; readonly onJobEnd: (end: JobEnd) => void }

async function runOne<Deps>({ boss, job, deps, onJobEnd }: Run<Deps>, fetched: JobWithMetadata, signal: AbortSignal): Promise<JobResult[]> {
  const startedAt = performance.now()
  const end = (outcome: JobEnd['outcome'], error?: unknown) =>
    onJobEnd({
      name: job.name,
      jobId: fetched.id,
      attempt: fetched.retryCount + 1,
      durationMs: performance.now() - startedAt,
      outcome,
      ...(error !== undefined && { error }),
    })

  if (signal.reason instanceof Stopping) {
    await handBack(boss, fetched)
    end('handed_back')
    return []
  }
  const payload = job.payload.safeParse(fetched.data)
  if (!payload.success) {
    // No retry can mend it.
    end('invalid', payload.error)
    return [
      {
        id: fetched.id,
        status: 'deadletter',
        output: { message: 'The payload is not what this release expects', issues: payload.error.issues },
      },
    ]
  }
  try {
    const call = { payload: payload.data, signal, jobId: fetched.id } as JobCall<never>
    await job.run(deps, call)
    end('done')
    return [{ id: fetched.id, status: 'completed' }]
  } catch (error) {
    if (signal.reason instanceof Stopping) {
      await handBack(boss, fetched)
      end('handed_back')
      return []
    }
    end(signal.aborted ? 'claim_lost' : 'failed', error)
    return [{ id: fetched.id, status: 'failed', output: describeError(error) }]
  }
}

/** Free for the next worker at once. Not a try used up: the next claim counts one, so the limit moves along. */
async function handBack(boss: PgBoss, { id, name, retryCount }: JobWithMetadata): Promise<void> {
  await boss.getDb().executeSql(
    `update ${QUEUE_SCHEMA}.job set state = 'retry', start_after = now(), retry_limit = retry_limit + 1, heartbeat_on = null
     where name = $1 and id = $2 and state = 'active' and retry_count = $3`,
    [name, id, retryCount],
  )
}

/** What people see of a failure. Never the stack nor `internal`: those are for the log. */
function describeError(error: unknown): { message: string; code?: string } {
  if (error instanceof AppError) return { message: error.message, code: error.code }
  return { message: error instanceof Error ? error.message : String(error) }
}
