import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'

/** After so many crashes in the middle of one job, the job is suspected of causing them and its tries are counted. */
const CRASHES_FORGIVEN = 50

/**
 * Gives back every running job and every lease at once. Only for a process that knows it is alone with the database: it holds
 * the lock of the directory that the database lives in, so whoever claimed them is dead. A crash is not the job's failure
 * and uses up no try.
 */
export async function releaseOrphans(db: Db): Promise<{ readonly jobs: number; readonly leases: number }> {
  return db.transaction().execute(async (tx) => {
    const leases = await sql`update lease set expires_at = '-infinity' where expires_at > clock_timestamp()`.execute(tx)
    if (!(await hasQueueSchema(tx))) return { jobs: 0, leases: Number(leases.numAffectedRows ?? 0n) }
    const jobs = await sql`
      update pgboss.job j set state = 'retry', start_after = now(), heartbeat_on = null,
        retry_limit = case when j.retry_limit < q.retry_limit + ${CRASHES_FORGIVEN}::int then j.retry_limit + 1 else j.retry_limit end
      from pgboss.queue q where q.name = j.name and j.state = 'active'
        and (j.retry_limit < q.retry_limit + ${CRASHES_FORGIVEN}::int or j.retry_count < j.retry_limit)
    `.execute(tx)
    // What is left used up its tries: as if its worker had not been heard for long, so that supervision dead-letters it.
    await sql`update pgboss.job set heartbeat_on = '-infinity' where state = 'active'`.execute(tx)
    return { jobs: Number(jobs.numAffectedRows ?? 0n), leases: Number(leases.numAffectedRows ?? 0n) }
  })
}

async function hasQueueSchema(tx: Tx): Promise<boolean> {
  const found = await sql<{ present: boolean }>`select to_regclass('pgboss.job') is not null as present`.execute(tx)
  return found.rows[0]?.present === true
}
