import { sql } from 'kysely'
import type { BucketSpec, BucketStore } from '#platform/aws/bucket-store.ts'
import { freshSchedule, recordThrottle, reserveTokens, type ScheduleState } from '#platform/aws/token-schedule.ts'
import type { Db, Tx } from './db.ts'

/**
 * Buckets that several processes draw on, one row each: the row's lock makes a slice atomic and serves processes in the
 * order they asked, and the database's clock is the only one that counts. A holder that dies takes at most its last slice
 * with it, which the passing of time makes good. A clock that is set back shifts the schedule along; one that jumps forward
 * fills the bucket once.
 */
export function createDatabaseBucketStore(db: Db): BucketStore {
  return {
    reserve: (spec, count) =>
      db.transaction().execute(async (tx) => {
        const { state, nowMs } = await lockBucket(tx, spec)
        const reserved = reserveTokens(state, spec, { nowMs, count })
        await writeBucket(tx, spec, { state: reserved.state, nowMs })
        return reserved.atMs.map((atMs) => atMs - nowMs)
      }),
    throttled: (spec) =>
      db.transaction().execute(async (tx) => {
        const { state, nowMs } = await lockBucket(tx, spec)
        await writeBucket(tx, spec, { state: recordThrottle(state, spec, nowMs), nowMs })
      }),
  }
}

type Locked = { readonly state: ScheduleState; readonly nowMs: number }

async function lockBucket(tx: Tx, spec: BucketSpec): Promise<Locked> {
  await sql`
    insert into bucket (key, full_at, factor, factor_at, seen_at)
    values (${spec.key}, ${instant(freshSchedule.fullAtMs)}, ${freshSchedule.factor}, ${instant(freshSchedule.factorAtMs)}, clock_timestamp()) on conflict do nothing
  `.execute(tx)
  // The clock is read outside of the CTE, once the lock is granted: inside, it would be the time of the queue's tail. The commit need not
  // wait for the disk: a crash of the server forgets a few tokens at most, and each slice would otherwise cost an fsync.
  const found = await sql<ScheduleState & { seenAtMs: number; nowMs: number }>`
    with locked as materialized (select * from bucket where key = ${spec.key} for update)
    select ${ms('full_at')} as "fullAtMs", factor, ${ms('factor_at')} as "factorAtMs", ${ms('seen_at')} as "seenAtMs", ${ms('clock_timestamp()')} as "nowMs",
      set_config('synchronous_commit', 'off', true) from locked
  `.execute(tx)
  const { fullAtMs, factor, factorAtMs, seenAtMs, nowMs } = found.rows[0]!
  const setBackMs = Math.max(0, seenAtMs - nowMs)
  return { state: { fullAtMs: fullAtMs - setBackMs, factor, factorAtMs: factorAtMs - setBackMs }, nowMs }
}

async function writeBucket(tx: Tx, spec: BucketSpec, { state, nowMs }: Locked): Promise<void> {
  await sql`
    update bucket set full_at = ${instant(state.fullAtMs)}, factor = ${state.factor}, factor_at = ${instant(state.factorAtMs)}, seen_at = ${instant(nowMs)}
    where key = ${spec.key}
  `.execute(tx)
}

/** Milliseconds with fractions: a bucket of a thousand a second must not be rounded to whole ones. */
function ms(expression: string) {
  return sql.raw(`(extract(epoch from ${expression}) * 1000)::float8`)
}

function instant(milliseconds: number) {
  return sql`to_timestamp(${milliseconds}::float8 / 1000)`
}
