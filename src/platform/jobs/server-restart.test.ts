import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { openDatabase } from '#platform/db/db.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'
import { migrate } from '#platform/db/migrate.ts'
import { defineJob } from './define-job.ts'
import { createJobs } from './jobs.ts'
import { acquireLease } from './lease.ts'

const HOUR_MS = 3_600_000

const echo = defineJob({
  name: 'test.echo',
  summary: 'Say what came in',
  payload: z.strictObject({ n: z.number() }),
  retry: { limit: 5, backoffSeconds: 0 },
  run: async ({ heard }: { heard: (n: number) => void }, { payload }) => heard(payload.n),
})

test('when the database server is killed, queued jobs, a running worker and a held lease all go on by themselves once it is back', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rjr-'))
  chmodSync(dataDir, 0o755)
  const restarted = Promise.withResolvers<void>()
  const postgres = await startEmbeddedPostgres({
    dataDir,
    onEvent: ({ kind }) => {
      if (kind === 'restarted') restarted.resolve()
    },
  })
  const database = openDatabase({ url: postgres.url, connectionsMax: 3 })
  const { db } = database
  await migrate(db)
  const jobs = await createJobs({ url: postgres.url, jobs: [echo], supervise: false })
  try {
    const heard: number[] = []
    let wake: (() => void) | undefined
    await jobs.startWorker({
      heard: (n) => {
        heard.push(n)
        wake?.()
      },
    })
    const hear = async (n: number) => {
      while (!heard.includes(n)) await new Promise<void>((resolve) => (wake = resolve))
    }
    const enqueue = (n: number) => db.transaction().execute((tx) => jobs.enqueue(tx, echo, { n }))
    const taken = await acquireLease(db, { key: 'work', holder: 'h', ttlMs: HOUR_MS })
    assert.ok(taken.kind === 'acquired')
    await enqueue(1)
    await hear(1)

    process.kill(postgres.pid()!, 'SIGKILL')
    await restarted.promise
    for (let left = 10; ; left -= 1) {
      try {
        await enqueue(2)
        break
      } catch (error) {
        // Connections whose end the pool had not noticed yet.
        if (left === 0) throw error
      }
    }
    await hear(2)
    await taken.lease.assertOwned()
    await db.transaction().execute((tx) => taken.lease.assertHeld(tx))
    assert.ok(!taken.lease.signal.aborted)
    await taken.lease.release()
  } finally {
    await jobs.stop()
    await database.close()
    await postgres.stop()
    rmSync(dataDir, { recursive: true })
  }
})
