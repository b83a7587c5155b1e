import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { assertEqualsTruth, openSyncWorld, readEstateAccounts } from '#test/support/sync-world.ts'

for (const partition of ['aws-us-gov', 'aws-cn'] as const) {
  test(`an organization of ${partition} is registered, synced and its accounts tried as in the commercial partition`, async () => {
    const world = await openSyncWorld({ options: { accounts: 60 }, settings: { partition } })
    try {
      assert.match(world.facts.orgRoleArn ?? '', new RegExp(`^arn:${partition}:iam::`))
      const run = await world.sync()
      assert.equal(run.status, 'completed')
      assert.deepEqual(run.unseen, [])
      await assertEqualsTruth(world)
      const stored = await readEstateAccounts(world)
      for (const [id, told] of world.truth().accounts) assert.equal(stored.get(id)?.status, told.outcome, `${id} ${told.condition}`)
      assert.equal((await world.sync()).writes, 0)
      const { rows } = await sql<{ arn: string }>`select arn from org_policy union select arn from account`.execute(world.database.db)
      for (const { arn } of rows) assert.ok(arn.startsWith(`arn:${partition}:`), arn)
    } finally {
      await world.close()
    }
  })
}
