import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { createTestDatabase } from '#test/support/database.ts'
import { defineJob } from './define-job.ts'
import { getJob } from './job-admin.ts'
import { createJobs } from './jobs.ts'

const kills = process.env['REEVE_FAULTS'] === '1' ? 20 : 3
const STEPS = 30

test(`a job whose worker is killed ${kills} times goes on at once in the next process and takes every step exactly once`, async () => {
  const database = await createTestDatabase()
  const { db, url } = database
  await sql`create table step (job_id uuid, n int, primary key (job_id, n)); create table effect (total int); insert into effect values (0)`.execute(
    db,
  )
  const declared = defineJob({
    name: 'test.steps',
    summary: '',
    payload: z.strictObject({ count: z.number() }),
    retry: { limit: 1, backoffSeconds: 0 },
    run: async (_: object) => undefined,
  })
  const queue = await createJobs({ url, jobs: [declared], supervise: false })
  const count = STEPS * (kills + 1)
  try {
    const id = await db.transaction().execute((tx) => queue.enqueue(tx, declared, { count }))
    for (let round = 0; round < kills; round += 1) {
      const worker = startWorker(url)
      await worker.steps(5 + round)
      worker.child.kill('SIGKILL')
      await once(worker.child, 'exit')
    }
    const last = startWorker(url)
    assert.equal(await last.ended(), 'done')
    last.child.kill('SIGTERM')
    await once(last.child, 'exit')
    assert.equal((await getJob(db, id!)).state, 'done')
    const found = await sql<{
      steps: number
      total: number
    }>`select (select count(*) from step) as steps, (select total from effect) as total`.execute(db)
    assert.deepEqual(found.rows, [{ steps: count, total: count }])
  } finally {
    await queue.stop()
    await database.close()
  }
})

test('four processes that start at once make the queues once, and all of them work', async () => {
  const database = await createTestDatabase()
  const declared = ['a', 'b', 'c'].map((name) =>
    defineJob({
      name: `race.${name}`,
      summary: '',
      payload: z.strictObject({}),
      retry: { limit: 0, backoffSeconds: 0 },
      schedule: '0 0 1 1 *',
      run: async (_: object) => undefined,
    }),
  )
  const all = await Promise.all([1, 2, 3, 4].map(() => createJobs({ url: database.url, jobs: declared, supervise: false })))
  try {
    for (const jobs of all) assert.ok((await database.db.transaction().execute((tx) => jobs.enqueue(tx, declared[0]!, {}))) !== null)
    const queues = await all[0]!.boss.getQueues(declared.map(({ name }) => name))
    assert.deepEqual(queues.map(({ name, policy }) => `${name} ${policy}`).toSorted(), [
      'race.a exclusive',
      'race.b exclusive',
      'race.c exclusive',
    ])
    assert.equal((await all[0]!.boss.getSchedules()).length, 3)
  } finally {
    await Promise.all(all.map((jobs) => jobs.stop()))
    await database.close()
  }
})

type Message = { readonly kind: 'step' } | { readonly kind: 'end'; readonly outcome: string }

function startWorker(url: string) {
  const child = fork(path.join(import.meta.dirname, 'crash.child.ts'), [url])
  const messages: Message[] = []
  let wake: (() => void) | undefined
  child.on('message', (message: Message) => {
    messages.push(message)
    wake?.()
  })
  const wait = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    child,
    steps: (count: number) => wait(() => (messages.filter(({ kind }) => kind === 'step').length >= count ? true : undefined)),
    ended: () => wait(() => messages.find((message) => message.kind === 'end')?.outcome),
  }
}
