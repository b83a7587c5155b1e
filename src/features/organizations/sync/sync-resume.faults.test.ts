import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { killPoints, killWorkers } from '#test/support/sync-kills.ts'
import { assertEqualsTruth, openSyncWorld } from '#test/support/sync-world.ts'

for (const seed of [11, 23, 37, 41, 53]) {
  test(`ten workers killed at random points (seed ${seed}) while AWS throttles and breaks leave the estate equal to the truth`, async () => {
    const world = await openSyncWorld({ options: { accounts: 60 }, settings: { latencyMedianMs: 3, seed } })
    try {
      world.simulation.breakBy({
        seed,
        rules: [
          { service: 'organizations', effect: 'throttle', probability: 0.05 },
          { service: 'organizations', effect: 'reset', probability: 0.02 },
          { service: 'organizations', effect: 'truncate', probability: 0.02 },
        ],
      })
      await killWorkers(world, killPoints(10, seed))
      world.simulation.breakBy(undefined)
      const run = await world.sync()
      assert.equal(run.status, 'completed', run.error ?? run.unseen.join('; '))
      await assertEqualsTruth(world)
      const { rows } = await sql`select 1 from estate_event where kind = 'joined' group by subject_id having count(*) > 1`.execute(
        world.database.db,
      )
      assert.deepEqual(rows, [])
    } finally {
      await world.close()
    }
  })
}
