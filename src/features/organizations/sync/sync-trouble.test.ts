import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { FaultPlan } from '#sim/index.ts'
import { organizationsState } from '#sim/organizations/state.ts'
import { tagIndexSwitches } from '#sim/tagging/tag-index.ts'
import { mutate } from '#sim/worlds/mutate.ts'
import { assertEqualsTruth, openSyncWorld, readEstateAccounts, readEstateTotals, type SyncWorld } from '#test/support/sync-world.ts'
import { withLease } from '#platform/jobs/lease.ts'
import { requestCancel } from './sync-runs.ts'

async function inWorld(body: (world: SyncWorld) => Promise<void>, options: Parameters<typeof openSyncWorld>[0] = {}): Promise<void> {
  const world = await openSyncWorld({ options: { accounts: 45 }, ...options })
  try {
    await body(world)
  } finally {
    await world.close()
  }
}

const storms: Readonly<Record<string, FaultPlan>> = {
  'throttle storms': { seed: 1, rules: [{ service: 'organizations', effect: 'throttle', probability: 0.3 }] },
  'server errors and resets': {
    seed: 2,
    rules: [
      { service: 'organizations', effect: 'internal_error', probability: 0.1 },
      { service: 'organizations', effect: 'reset', probability: 0.1 },
      { service: 'tagging', effect: 'service_unavailable', probability: 0.3 },
    ],
  },
  'pages that end in the middle and empty pages': {
    seed: 3,
    rules: [
      { service: 'organizations', effect: 'truncate', probability: 0.15 },
      { service: 'organizations', effect: 'empty_page', probability: 0.15 },
    ],
  },
}

for (const [name, plan] of Object.entries(storms)) {
  test(`a sync through ${name} shows the organization as it is`, () =>
    inWorld(async (world) => {
      world.simulation.breakBy(plan)
      const run = await world.sync()
      world.simulation.breakBy(undefined)
      assert.equal(run.status, 'completed', run.error ?? run.unseen.join('; '))
      await assertEqualsTruth(world)
    }))
}

test('an index that lost accounts costs calls and no tag', () =>
  inWorld(async (world) => {
    await world.sync()
    tagIndexSwitches(world.simulation.aws).dropShare = 0.4
    const run = await world.sync()
    assert.equal(run.status, 'completed')
    assert.equal(run.writes, 0)
    await assertEqualsTruth(world)
  }))

test('where the bulk index is denied every account is read singly and nothing is missing', () =>
  inWorld(async (world) => {
    world.simulation.breakBy({ seed: 1, rules: [{ service: 'tagging', effect: 'access_denied' }] })
    const run = await world.sync()
    assert.equal(run.status, 'completed')
    assert.deepEqual(run.unseen, [])
    assert.ok((run.apiCalls?.['organizations:ListTagsForResource'] ?? 0) >= 40)
    await assertEqualsTruth(world)
  }))

test('accounts without Paths are placed by the OU walk, and only then is it walked', () =>
  inWorld(async (world) => {
    const { accounts } = organizationsState(world.simulation.aws)
    const some = [...accounts.values()].slice(5, 9)
    for (const account of some) Object.assign(account, { omitsPaths: true })
    const run = await world.sync()
    assert.ok((run.apiCalls?.['organizations:ListAccountsForParent'] ?? 0) > 0)
    await assertEqualsTruth(world)
    for (const account of some) Object.assign(account, { omitsPaths: false })
    const again = await world.sync()
    assert.equal(again.apiCalls?.['organizations:ListAccountsForParent'], undefined)
    organizationsState(world.simulation.aws).switches.paths = false
    const without = await world.sync()
    assert.equal(without.status, 'completed')
    assert.equal(without.writes, 0)
    await assertEqualsTruth(world)
  }))

test('an account list that cannot be finished fails the sync and changes nothing', () =>
  inWorld(async (world) => {
    await world.sync()
    const before = [await readEstateAccounts(world), await readEstateTotals(world)]
    const [gone = ''] = [...world.truth().accounts.values()]
      .filter(({ isManagementAccount }) => !isManagementAccount)
      .map(({ accountId }) => accountId)
    mutate(world.simulation.aws, world.facts.managementAccountId, [{ kind: 'leave', accountId: gone }])
    world.simulation.breakBy({ seed: 1, rules: [{ operation: 'ListAccounts', effect: 'access_denied', nth: 2, count: 1000 }] })
    const run = await world.sync()
    assert.equal(run.status, 'failed')
    assert.match(run.error ?? '', /ListAccounts/)
    assert.deepEqual([await readEstateAccounts(world), await readEstateTotals(world)], before)
  }))

test('policies that could not be read stay as they were and the run says what it could not see', () =>
  inWorld(async (world) => {
    await world.sync()
    const before = await readEstateTotals(world)
    world.simulation.breakBy({
      seed: 1,
      rules: [
        { operation: 'ListTargetsForPolicy', effect: 'access_denied' },
        { operation: 'DescribePolicy', effect: 'access_denied' },
        { operation: 'ListOrganizationalUnitsForParent', effect: 'access_denied', nth: 2 },
      ],
    })
    const run = await world.sync()
    assert.equal(run.status, 'partial')
    assert.ok(run.unseen.some((sentence) => sentence.includes('ListTargetsForPolicy')))
    assert.equal(run.writes, 0)
    assert.deepEqual(await readEstateTotals(world), before)
    world.simulation.breakBy(undefined)
    await assertEqualsTruth(world)
  }))

test('a role that now leads to another organization changes nothing', () =>
  inWorld(async (world) => {
    await sql`update organization set organization_id = 'o-anotherone1' where id = ${world.organizationUid}`.execute(world.database.db)
    const run = await world.sync()
    assert.equal(run.status, 'failed')
    assert.match(run.error ?? '', /another organization/)
    assert.equal((await readEstateAccounts(world)).size, 0)
  }))

test('a sync that somebody else is at is left alone, and one run per organization is under way', () =>
  inWorld(async (world) => {
    await withLease(world.database.db, { key: `sync:${world.organizationUid}`, holder: 'other', ttlMs: 60_000 }, async () => {
      await assert.rejects(world.sync(), /busy/)
    })
    assert.equal((await world.sync()).status, 'completed')
  }))

test('a cancelled sync ends as cancelled and stores nothing of what it read', () =>
  inWorld(async (world) => {
    let asked = false
    const { db } = world.database
    const cancelling = async () => {
      if (asked) return
      asked = true
      const { rows } = await sql<{ id: string }>`select id from sync_run`.execute(db)
      await db.transaction().execute((tx) => requestCancel(tx, rows[0]?.id ?? '', new Date()))
    }
    world.simulation.breakBy({ seed: 1, rules: [{ operation: 'ListAccounts', effect: 'slow', delayMs: 1500 }] })
    const running = world.sync()
    const watch = setInterval(
      () => void sql`select 1 from sync_run`.execute(db).then(({ rows }) => (rows.length > 0 ? cancelling() : undefined)),
      50,
    )
    const run = await running
    clearInterval(watch)
    assert.equal(run.status, 'cancelled')
    assert.equal((await readEstateAccounts(world)).size, 0)
    world.simulation.breakBy(undefined)
    assert.equal((await world.sync()).status, 'completed')
  }))
