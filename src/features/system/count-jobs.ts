import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'

export type JobCounts = { readonly waiting: number; readonly running: number; readonly failed: number; readonly late: number }

/** How the queue stands. `late`: ready to run for more than ten minutes, and nobody has taken it; `failed`: within the week they are kept. */
export async function countJobs(db: Db): Promise<JobCounts> {
  const found = await sql<JobCounts>`
    select count(*) filter (where state in ('created', 'retry')) as waiting,
      count(*) filter (where state = 'active') as running,
      count(*) filter (where state = 'failed') as failed,
      count(*) filter (where state = 'created' and start_after < now() - interval '10 minutes') as late
    from pgboss.job
  `.execute(db)
  return found.rows[0] ?? { waiting: 0, running: 0, failed: 0, late: 0 }
}
