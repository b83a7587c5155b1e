import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertEqualsTruth, openSyncWorld, readEstateAccounts } from '#test/support/sync-world.ts'
import { minCallsOf, totalCalls } from './sync-bound.ts'

test('the first sync of 127 accounts shows the organization as it is: accounts, places, tags, OUs, SCPs, RCPs, attachments [ORG-21, ORG-28, ORG-29, BADGE-4]', async () => {
  const world = await openSyncWorld({ options: { accounts: 127 } })
  try {
    const run = await world.sync()
    assert.equal(run.status, 'completed')
    assert.deepEqual(run.unseen, [])
    await assertEqualsTruth(world)
    assert.ok(world.enqueued.includes('badges.stage2'))
    const minimum = totalCalls(minCallsOf(run.counts ?? assert.fail()))
    const organizationCalls = Object.entries(run.apiCalls ?? {}).filter(([name]) => /^(organizations|tagging):/.test(name))
    const made = organizationCalls.reduce((sum, [, count]) => sum + count, 0)
    assert.ok(made <= minimum * 1.02 + 1, `${made} calls, ${minimum} would do`)
  } finally {
    await world.close()
  }
})

test('member roles are tried during the sync and every account says what came of it [ORG-20, ORG-23, ORG-30]', async () => {
  const world = await openSyncWorld({ options: { accounts: 127 } })
  try {
    await world.sync()
    const stored = await readEstateAccounts(world)
    for (const [id, told] of world.truth().accounts) assert.equal(stored.get(id)?.status, told.outcome, `${id} ${told.condition}`)
  } finally {
    await world.close()
  }
})

test('an unchanged organization is synced again without a single write', async () => {
  const world = await openSyncWorld({ options: { accounts: 60 } })
  try {
    await world.sync()
    const again = await world.sync()
    assert.equal(again.status, 'completed')
    assert.equal(again.writes, 0)
    assert.deepEqual(again.changes, {})
    await assertEqualsTruth(world)
  } finally {
    await world.close()
  }
})
