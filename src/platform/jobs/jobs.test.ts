import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/db/db.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { defineJob, type JobCall } from './define-job.ts'
import { cancelJob, findJob, getJob, listJobs, retryJob } from './job-admin.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { releaseOrphans } from './release-orphans.ts'
import type { JobEnd } from './worker.ts'

type Payload = { readonly n: number }
type Deps = { handle: (call: JobCall<Payload>) => Promise<void> }

const work = defineJob({
  name: 'test.work',
  summary: 'Do what the test says',
  payload: z.strictObject({ n: z.number() }),
  retry: { limit: 2, backoffSeconds: 0 },
  concurrency: 2,
  run: (deps: Deps, call) => deps.handle(call),
})
const fragile = defineJob({ ...work, name: 'test.fragile', retry: { limit: 0, backoffSeconds: 0 } })

let database: TestDatabase
let jobs: Jobs<Deps>
const handlers: Deps = { handle: async () => undefined }
const ends = createInbox<JobEnd>()

before(async () => {
  database = await createTestDatabase()
  jobs = await createJobs<Deps>({ url: database.url, jobs: [work, fragile], supervise: false, onJobEnd: ends.put })
  await jobs.startWorker({ handle: (call) => handlers.handle(call) })
})
after(async () => {
  await jobs.stop()
  await database.close()
})

test('a job exists if and only if the transaction that enqueued it commits', async () => {
  const ran: number[] = []
  handlers.handle = async ({ payload }) => void ran.push(payload.n)
  await assert.rejects(
    inTransaction(async (tx) => {
      await jobs.enqueue(tx, work, { n: 1 })
      throw new Error('roll back')
    }),
    /roll back/,
  )
  await inTransaction((tx) => jobs.enqueue(tx, work, { n: 2 }))
  assert.equal((await ends.next()).outcome, 'done')
  assert.deepEqual(ran, [2])
})

test('of jobs with one key one is queued or running, the rest are dropped; without a key all run', async () => {
  const gate = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  let runs = 0
  handlers.handle = async () => {
    runs += 1
    started.resolve()
    await gate.promise
  }
  const first = await inTransaction((tx) => jobs.enqueue(tx, work, { n: 1 }, { singletonKey: 'org-1' }))
  await started.promise
  const second = await inTransaction((tx) => jobs.enqueue(tx, work, { n: 2 }, { singletonKey: 'org-1' }))
  assert.ok(first !== null)
  assert.equal(second, null)
  gate.resolve()
  await ends.next()
  // The key is free once the queue has settled the job, a moment after its end was reported.
  await until(async () => (await getJob(database.db, first)).state === 'done')
  const count = await inTransaction((tx) =>
    jobs.enqueueMany(tx, work, [{ payload: { n: 3 } }, { payload: { n: 4 } }, { payload: { n: 5 }, options: { singletonKey: 'org-1' } }]),
  )
  assert.equal(count, 3)
  for (let i = 0; i < 3; i += 1) await ends.next()
  assert.equal(runs, 4)
})

test('a failing job is tried again up to its limit, is then failed and dead-lettered, and can be run again by hand', async () => {
  handlers.handle = async () => {
    throw new Error('AWS said no')
  }
  const id = await enqueue({ n: 1 })
  const attempts = [await ends.next(), await ends.next(), await ends.next()].map(({ attempt, outcome }) => `${attempt} ${outcome}`)
  assert.deepEqual(attempts, ['1 failed', '2 failed', '3 failed'])
  await until(async () => (await getJob(database.db, id)).state === 'failed')
  const failed = await getJob(database.db, id)
  assert.equal(failed.error, 'AWS said no')
  assert.deepEqual(await deadLetters(id), [{ data: { n: 1 } }])

  handlers.handle = async () => undefined
  await inTransaction((tx) => retryJob(jobs, tx, id))
  assert.equal((await ends.next()).outcome, 'done')
  await until(async () => (await getJob(database.db, id)).state === 'done')
  assert.deepEqual(await deadLetters(id), [])
})

test('a payload that this release does not understand is dead-lettered at once and never run', async () => {
  let runs = 0
  handlers.handle = async () => void (runs += 1)
  const id = await jobs.boss.send(work.name, { n: 'not a number' })
  assert.equal((await ends.next()).outcome, 'invalid')
  await until(async () => (await getJob(database.db, id!)).state === 'failed')
  assert.deepEqual(await deadLetters(id!), [{ data: { n: 'not a number' } }])
  assert.equal(runs, 0)
})

test('a payload that the job does not accept is refused where it is enqueued', async () => {
  await assert.rejects(
    inTransaction((tx) => jobs.enqueue(tx, work, { n: 'x' } as never)),
    z.ZodError,
  )
})

test('cancelling a running job aborts its signal and it is not tried again; a job that is over cannot be cancelled', async () => {
  const aborted = Promise.withResolvers<unknown>()
  const started = Promise.withResolvers<void>()
  handlers.handle = ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.resolve(signal.reason)
        reject(signal.reason as Error)
      })
      started.resolve()
    })
  const id = await enqueue({ n: 1 })
  await started.promise
  await inTransaction((tx) => cancelJob(jobs, tx, id))
  assert.match(String(await aborted.promise), /cancelled/)
  assert.equal((await ends.next()).outcome, 'claim_lost')
  assert.equal((await getJob(database.db, id)).state, 'cancelled')
  await assert.rejects(
    inTransaction((tx) => cancelJob(jobs, tx, id)),
    { code: 'job_not_cancellable' },
  )
  await assert.rejects(
    inTransaction((tx) => retryJob(jobs, tx, '00000000-0000-4000-8000-000000000000')),
    { code: 'job_not_found' },
  )
})

test('a stopping worker aborts what runs and hands it back without using up a try; the next worker starts it at once', async () => {
  await jobs.boss.offWork(fragile.name)
  const own = await createJobs<Deps>({ url: database.url, jobs: [fragile], supervise: false, onJobEnd: ends.put })
  let id: string
  try {
    const started = Promise.withResolvers<void>()
    const worker = await own.startWorker({
      handle: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
          started.resolve()
        }),
    })
    id = (await inTransaction((tx) => own.enqueue(tx, fragile, { n: 1 })))!
    await started.promise
    await worker.stop()
    assert.equal((await ends.next()).outcome, 'handed_back')
    assert.equal((await getJob(database.db, id)).state, 'waiting_to_retry')
  } finally {
    await own.stop()
  }
  const next = await createJobs<Deps>({ url: database.url, jobs: [fragile], supervise: false, onJobEnd: ends.put })
  try {
    await next.startWorker({ handle: async () => undefined })
    let end = await ends.next()
    // A loop that was fetching when the stop came may have handed it back as well.
    while (end.outcome === 'handed_back') end = await ends.next()
    assert.deepEqual({ jobId: end.jobId, outcome: end.outcome }, { jobId: id, outcome: 'done' })
  } finally {
    await next.stop()
  }
})

test("jobs and leases of a dead process are free at once, and a crash does not use up the job's only try", async () => {
  await jobs.boss.offWork(fragile.name)
  const id = (await inTransaction((tx) => jobs.enqueue(tx, fragile, { n: 1 })))!
  await jobs.boss.fetch(fragile.name)
  assert.equal((await getJob(database.db, id)).state, 'running')
  await database.db
    .insertInto('lease')
    .values({ key: 'dead', holder: 'h', expires_at: new Date('2999-01-01') })
    .execute()
  assert.deepEqual(await releaseOrphans(database.db), { jobs: 1, leases: 1 })
  assert.equal((await getJob(database.db, id)).state, 'waiting_to_retry')
  const [again] = await jobs.boss.fetch(fragile.name)
  assert.equal(again?.id, id)
  await jobs.boss.fail(fragile.name, id, { message: 'a real failure' })
  assert.equal((await getJob(database.db, id)).state, 'failed')
})

test('lists are newest first, filtered, and page without repeating or skipping', async () => {
  handlers.handle = async () => undefined
  const paged = await createTestDatabase()
  const quiet = await createJobs<Deps>({ url: paged.url, jobs: [work, fragile], supervise: false })
  try {
    await paged.db.transaction().execute((tx) =>
      quiet.enqueueMany(
        tx,
        work,
        Array.from({ length: 7 }, (_, n) => ({ payload: { n } })),
      ),
    )
    await paged.db.transaction().execute((tx) => quiet.enqueue(tx, fragile, { n: 99 }))
    const pages = []
    let before: { createdAt: string; id: string } | undefined
    do {
      const page = await listJobs(paged.db, { name: work.name, state: 'queued', limit: 3, ...(before && { before }) })
      pages.push(...page)
      before = page.at(-1)?.position
    } while (before !== undefined)
    assert.deepEqual(pages.map(({ payload }) => (payload as Payload).n).toSorted(), [0, 1, 2, 3, 4, 5, 6])
    assert.equal((await listJobs(paged.db, { limit: 10 }))[0]?.name, fragile.name)
    assert.deepEqual(await listJobs(paged.db, { state: 'failed', limit: 10 }), [])
  } finally {
    await quiet.stop()
    await paged.close()
  }
})

test('a schedule is registered in UTC, follows its declaration and ends with it', async () => {
  const scheduled = { ...fragile, schedule: '*/15 * * * *' }
  const on = await createJobs<Deps>({ url: database.url, jobs: [scheduled], supervise: false })
  assert.deepEqual(
    (await on.boss.getSchedules()).map(({ name, cron, timezone }) => ({ name, cron, timezone })),
    [{ name: fragile.name, cron: '*/15 * * * *', timezone: 'UTC' }],
  )
  await on.stop()
  const off = await createJobs<Deps>({ url: database.url, jobs: [fragile], supervise: false })
  assert.deepEqual(await off.boss.getSchedules(), [])
  await off.stop()
})

async function inTransaction<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
  return database.db.transaction().execute(body)
}

async function enqueue(payload: Payload): Promise<string> {
  const id = await inTransaction((tx) => jobs.enqueue(tx, work, payload))
  assert.ok(id !== null && (await findJob(database.db, id)) !== undefined)
  return id
}

async function deadLetters(sourceId: string): Promise<unknown[]> {
  return (await sql`select data from pgboss.job where name = 'dead-letter' and source_id = ${sourceId}::uuid`.execute(database.db)).rows
}

/** The worker settles a job in the queue right after it reported its end. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}

function createInbox<T>() {
  const items: T[] = []
  let wake: (() => void) | undefined
  return {
    put: (item: T) => {
      items.push(item)
      wake?.()
    },
    next: async (): Promise<T> => {
      while (items.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return items.shift()!
    },
  }
}
