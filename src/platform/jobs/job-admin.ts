import { sql } from 'kysely'
import { fromKysely } from 'pg-boss'
import { defineErrors } from '#lib/app-error.ts'
import type { Db, JsonValue, Tx } from '#platform/db/db.ts'
import { DEAD_LETTER_QUEUE } from './boss.ts'
import type { Jobs } from './jobs.ts'

export const jobStates = ['queued', 'running', 'waiting_to_retry', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

export type JobView = {
  readonly id: string
  readonly name: string
  readonly state: JobState
  /** Starts at 1; 0 before the first try. */
  readonly attempt: number
  readonly singletonKey: string | null
  readonly payload: JsonValue
  /** What the last failure said. */
  readonly error: string | null
  readonly createdAt: Date
  readonly startAfter: Date
  readonly startedAt: Date | null
  readonly completedAt: Date | null
}

export type JobFilter = { readonly name?: string; readonly state?: JobState; readonly limit: number; readonly before?: JobPosition }
/** Where a page ended: the sort key of its last job, `createdAt` with all its digits. */
export type JobPosition = { readonly createdAt: string; readonly id: string }

export const jobErrors = defineErrors({
  job_not_found: { status: 404, title: 'No such job' },
  job_not_cancellable: { status: 409, title: 'The job is over' },
  job_not_retryable: { status: 409, title: 'The job cannot be retried' },
})

const STATES = {
  created: 'queued',
  active: 'running',
  retry: 'waiting_to_retry',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const

/** Jobs, newest first, one page. A job is listed until its retention ends: a week after it is over. */
export async function listJobs(db: Db | Tx, filter: JobFilter): Promise<(JobView & { readonly position: JobPosition })[]> {
  const raw = filter.state === undefined ? undefined : Object.entries(STATES).find(([, state]) => state === filter.state)?.[0]
  const found = await sql<JobRow>`
    ${selectJobs} where name not like '\\_\\_pgboss\\_\\_%' and name <> ${DEAD_LETTER_QUEUE}
      and (${filter.name ?? null}::text is null or name = ${filter.name ?? null})
      and (${raw ?? null}::text is null or state = ${raw ?? null})
      and (${filter.before?.createdAt ?? null}::timestamptz is null or (created_on, id) < (${filter.before?.createdAt ?? null}::timestamptz, ${filter.before?.id ?? null}::uuid))
    order by created_on desc, id desc limit ${filter.limit}
  `.execute(db)
  return found.rows.map((row) => ({ ...toView(row), position: { createdAt: row.position, id: row.id } }))
}

export async function findJob(db: Db | Tx, id: string): Promise<JobView | undefined> {
  const found = await sql<JobRow>`${selectJobs} where id = ${id}::uuid and name <> ${DEAD_LETTER_QUEUE}`.execute(db)
  return found.rows[0] && toView(found.rows[0])
}

/** Throws `job_not_found` for an id that never was or whose retention is over. */
export async function getJob(db: Db | Tx, id: string): Promise<JobView> {
  const job = isUuid(id) ? await findJob(db, id) : undefined
  if (job === undefined) throw jobErrors.job_not_found(`There is no job ${id}. Jobs are kept for a week after they end.`)
  return job
}

const CANCELLABLE: ReadonlySet<JobState> = new Set(['queued', 'running', 'waiting_to_retry'])

/** Cancels a job that is not over. A running one is told at once in this process, elsewhere at its worker's next heartbeat (5 s). */
export async function cancelJob(jobs: Pick<Jobs<never>, 'boss' | 'abortLocal'>, tx: Tx, id: string): Promise<JobView> {
  const job = await getJob(tx, id)
  if (!CANCELLABLE.has(job.state)) throw jobErrors.job_not_cancellable(`Job ${id} is ${job.state} already.`)
  await jobs.boss.cancel(job.name, id, { db: fromKysely(tx) })
  const after = await getJob(tx, id)
  if (after.state !== 'cancelled') throw jobErrors.job_not_cancellable(`Job ${id} ended in this moment: it is ${after.state}.`)
  jobs.abortLocal(id)
  return after
}

/** Runs a failed or cancelled job again, as soon as a worker is free, unless one with its key is queued or running by now. */
export async function retryJob(jobs: Pick<Jobs<never>, 'boss'>, tx: Tx, id: string): Promise<JobView> {
  const job = await getJob(tx, id)
  if (job.state !== 'failed' && job.state !== 'cancelled')
    throw jobErrors.job_not_retryable(`Job ${id} is ${job.state}; only failed and cancelled jobs can be retried.`)
  const rival = await sql<{ id: string }>`
    select id from pgboss.job where name = ${job.name} and singleton_key = ${job.singletonKey} and state <= 'active' limit 1
  `.execute(tx)
  if (rival.rows[0] !== undefined)
    throw jobErrors.job_not_retryable(`Job ${rival.rows[0].id} does the same work already (${job.name}, ${job.singletonKey}).`)
  await sql`
    update pgboss.job set state = 'retry', start_after = now(), completed_on = null, retry_limit = retry_count + 1, heartbeat_on = null
    where name = ${job.name} and id = ${id}::uuid and state in ('failed', 'cancelled')
  `.execute(tx)
  await sql`delete from pgboss.job where name = ${DEAD_LETTER_QUEUE} and source_id = ${id}::uuid`.execute(tx)
  return getJob(tx, id)
}

type JobRow = {
  id: string
  name: string
  state: keyof typeof STATES
  retry_count: number
  singleton_key: string | null
  data: JsonValue
  output: JsonValue
  created_on: Date
  start_after: Date
  started_on: Date | null
  completed_on: Date | null
  position: string
}

/**
 * Somebody bound to a scope (db/migrations, reeve_scoped) sees the jobs of organizations in which they have accounts: which, when and how
 * they stand. What a job was asked and what it said tell of the whole organization.
 */
const selectJobs = sql`
  select id, name, state, retry_count, singleton_key, data, output, created_on, start_after, started_on, completed_on, position from (
    select id, name, state::text as state, retry_count, created_on, start_after, started_on, completed_on, created_on::text as position,
      case when reeve_scoped.set_id() is null then singleton_key end as singleton_key,
      case when reeve_scoped.set_id() is null then data else jsonb_build_object('organizationUid', data -> 'organizationUid') end as data,
      case when reeve_scoped.set_id() is null or output is null then output
        when state in ('failed', 'retry') then jsonb_build_object('message', 'Whoever sees the whole organization can read why.') end as output
    from pgboss.job where reeve_scoped.sees_job(data)
  ) job
`

function toView(row: JobRow): JobView {
  return {
    id: row.id,
    name: row.name,
    state: STATES[row.state],
    attempt: row.started_on === null ? 0 : row.retry_count + 1,
    singletonKey: row.singleton_key === row.id ? null : row.singleton_key,
    payload: row.data,
    error: messageOf(row.output),
    createdAt: row.created_on,
    startAfter: row.start_after,
    startedAt: row.started_on,
    completedAt: row.completed_on,
  }
}

/** pg-boss wraps what is not an object into `{ value }`. */
function messageOf(output: JsonValue): string | null {
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return null
  if (typeof output['message'] === 'string') return output['message']
  return messageOf(output['value'] ?? null)
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
