import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { defineJob, type JobQueue } from '#platform/jobs/define-job.ts'
import type { Tx } from '#platform/db/db.ts'
import { findJob } from '#platform/jobs/job-admin.ts'
import { createJobs } from '#platform/jobs/jobs.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { gaugeJobs, type OnDemandJobs, runOnDemand } from './run-jobs.ts'

type Deps = { readonly jobs: JobQueue<Tx>; readonly done: number[] }

const child = defineJob({
  name: 'test.child',
  summary: 'Second',
  payload: z.strictObject({ n: z.number() }),
  retry: { limit: 0, backoffSeconds: 0 },
  run: async ({ done }: Deps, { payload }) => void done.push(payload.n),
})
const parent = defineJob({
  name: 'test.parent',
  summary: 'First',
  payload: z.strictObject({ n: z.number() }),
  retry: { limit: 0, backoffSeconds: 0 },
  run: async ({ jobs, done }: Deps, { payload }) => {
    done.push(payload.n)
    await database.db.transaction().execute((tx) => jobs.enqueue(tx, child, { n: payload.n + 1 }))
  },
})

const database = await createTestDatabase()
const queue = await createJobs<Deps>({ url: database.url, jobs: [parent, child], supervise: false })
after(async () => {
  await queue.stop()
  await database.close()
})
const done: number[] = []
const onDemand: OnDemandJobs<Deps> = runOnDemand<Deps>(queue, { db: database.db, deps: () => ({ jobs: onDemand.jobs, done }) })
const { jobs, drain } = onDemand
const { signal } = new AbortController()

test('a command that enqueued nothing ends at once, and no worker is started for it', async () => {
  const left = await database.db.transaction().execute((tx) => queue.enqueue(tx, child, { n: 0 }))
  await drain(signal)
  assert.equal((await findJob(database.db, left ?? ''))?.state, 'queued')
})

test('a command waits for the job it enqueued and for what that job enqueued', async () => {
  await database.db.transaction().execute((tx) => jobs.enqueue(tx, parent, { n: 10 }))
  await drain(signal)
  assert.deepEqual(
    done.filter((n) => n >= 10),
    [10, 11],
  )
})

test('a job whose transaction rolled back keeps nobody waiting', async () => {
  await assert.rejects(
    database.db.transaction().execute(async (tx) => {
      await jobs.enqueue(tx, parent, { n: 20 })
      throw new Error('roll back')
    }),
    /roll back/,
  )
  await drain(signal)
  assert.equal(done.includes(20), false)
})

test('a job put off to tomorrow is left to whoever runs then', async () => {
  const id = await database.db
    .transaction()
    .execute((tx) => jobs.enqueue(tx, child, { n: 30 }, { startAfter: new Date(Date.now() + 86_400_000) }))
  await drain(signal)
  assert.equal((await findJob(database.db, id ?? ''))?.state, 'queued')
})

test('the queue is gauged at each scrape, and a database that is away does not fail the scrape', async () => {
  const metrics = createMetrics()
  gaugeJobs(database.db, metrics)
  assert.match(await metrics.render(), /reeve_jobs\{state="waiting"\} [1-9]/)
  const gone = createMetrics()
  gaugeJobs({ getExecutor: () => assert.fail('away') } as unknown as typeof database.db, gone)
  assert.doesNotMatch(await gone.render(), /reeve_jobs\{/)
})
