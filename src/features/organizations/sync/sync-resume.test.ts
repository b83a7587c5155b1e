import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { killPoints, killWorkers } from '#test/support/sync-kills.ts'
import { assertEqualsTruth, openSyncWorld } from '#test/support/sync-world.ts'

test('a sync killed with SIGKILL at six points goes on where it was, loses nothing and tells nothing twice', async () => {
  const world = await openSyncWorld({ options: { accounts: 45 }, settings: { latencyMedianMs: 3 } })
  try {
    const report = await killWorkers(world, [
      { kind: 'lists', done: 20 },
      { kind: 'lists', done: 21 },
      { kind: 'phase', phase: 'applying' },
      ...killPoints(3, 7),
    ])
    assert.ok(report.killed >= 3, JSON.stringify(report))
    const run = await world.sync()
    assert.equal(run.status, 'completed')
    await assertEqualsTruth(world)
    const { rows } = await sql<{ subject: string; times: number }>`
      select subject_id as subject, count(*) as times from estate_event where kind = 'joined' group by subject_id having count(*) > 1`.execute(
      world.database.db,
    )
    assert.deepEqual(rows, [])
    const runs = await sql<{ n: number }>`select count(*) as n from sync_run`.execute(world.database.db)
    assert.ok((runs.rows[0]?.n ?? 0) <= report.finished + 1, 'a killed run is gone on with, not begun again')
    const { rows: left } = await sql`select 1 from sync_stream union all select 1 from staged_account`.execute(world.database.db)
    assert.deepEqual(left, [], 'a finished run leaves no staging behind')
  } finally {
    await world.close()
  }
})
