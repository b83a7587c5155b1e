/**
 * A worker that can be killed anywhere: runs `test.steps`, whose effects are rows, one per step and transaction.
 * `crash.child.ts URL`
 */
import { sql } from 'kysely'
import { z } from 'zod'
import { openDatabase } from '#platform/db/db.ts'
import { defineJob } from './define-job.ts'
import { createJobs } from './jobs.ts'
import { releaseOrphans } from './release-orphans.ts'

const { db } = openDatabase({ url: process.argv[2]!, connectionsMax: 3 })

export const steps = defineJob({
  name: 'test.steps',
  summary: 'Take steps, each once',
  payload: z.strictObject({ count: z.number() }),
  retry: { limit: 1, backoffSeconds: 0 },
  run: async (_deps: object, { payload, jobId }) => {
    const done = await sql<{ n: number }>`select n from step where job_id = ${jobId}`.execute(db)
    const taken = new Set(done.rows.map(({ n }) => n))
    for (let n = 1; n <= payload.count; n += 1) {
      if (taken.has(n)) continue
      await db.transaction().execute(async (tx) => {
        await sql`insert into step (job_id, n) values (${jobId}, ${n})`.execute(tx)
        await sql`update effect set total = total + 1`.execute(tx)
      })
      process.send!({ kind: 'step', n })
    }
  },
})

// This process stands for the one that holds the directory's lock.
await releaseOrphans(db)
const jobs = await createJobs({
  url: process.argv[2]!,
  jobs: [steps],
  supervise: false,
  onJobEnd: ({ outcome }) => process.send!({ kind: 'end', outcome }),
})
await jobs.startWorker({})
process.once('SIGTERM', () => {
  void jobs.stop().then(() => process.exit(0))
})
