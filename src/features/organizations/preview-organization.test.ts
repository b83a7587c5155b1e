import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppError } from '#lib/app-error.ts'
import { findOrganizationOf, organizationsState } from '#sim/organizations/state.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { type AccountTruth, truthOf } from '#sim/worlds/truth.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { formFor, openOrganizationWorld, operator, type OrganizationWorld } from '#test/support/organization-world.ts'
import { openSyncWorld } from '#test/support/sync-world.ts'
import { type Preview, previewEdit, previewOf, previewRegistration } from './preview-organization.ts'
import { listOrganizations } from './queries.ts'

let database: TestDatabase
const signal = new AbortController().signal
before(async () => {
  database = await createTestDatabase()
})
after(() => database.close())

function preview(world: OrganizationWorld, settings: Readonly<Record<string, unknown>>): Promise<Preview> {
  return previewRegistration({ ...world, db: database.db }, operator, { input: formFor(world, settings), signal })
}
function accountsOf({ simulation, facts }: OrganizationWorld): AccountTruth[] {
  return [...truthOf(simulation.aws, facts.managementAccountId).accounts.values()]
}
/** An OU that holds accounts below it, and who they are, straight from the simulated cloud. */
function nestedOu(world: OrganizationWorld): { readonly ouId: string; readonly inside: ReadonlySet<string> } {
  const organization = findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)!
  const isBelow = (parentId: string, ouId: string): boolean =>
    parentId === ouId || (organization.units.has(parentId) && isBelow(organization.units.get(parentId)!.parentId, ouId))
  for (const ouId of organization.units.keys()) {
    const inside = accountsOf(world).filter(({ parentId }) => isBelow(parentId, ouId))
    if (inside.some(({ parentId }) => parentId !== ouId)) return { ouId, inside: new Set(inside.map(({ accountId }) => accountId)) }
  }
  throw new Error('The world has no nested OU with accounts')
}
function imported({ accounts }: Preview): Set<string> {
  return new Set(accounts.filter(({ inclusion }) => inclusion === 'imported').map(({ accountId }) => accountId))
}

test('a preview lists every account with the reason for its fate, and stores nothing [ORG-12, ORG-13]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const { ouId, inside } = nestedOu(world)
  const result = await preview(world, { scopeOuIds: [ouId] })
  assert.deepEqual([result.source, result.accounts.length], ['aws', accountsOf(world).length])
  assert.deepEqual(imported(result), inside)
  assert.equal(result.counts.imported + result.counts.excluded_scope, result.accounts.length)
  assert.ok(result.accounts.every(({ reason }) => reason.length > 0))
  assert.deepEqual(await listOrganizations(database.db), [])
})

test('the tree of a preview names every OU, empty ones included, and is asked for only when wanted [ORG-13]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const input = formFor(world, {})
  const { organizationalUnits } = await previewRegistration({ ...world, db: database.db }, operator, { input, signal, withTree: true })
  const { units } = findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)!
  const named = new Map(organizationalUnits?.map(({ id, name, parentId }) => [id, { name, parentId }]))
  const ids = [...units.keys()]
  for (const id of ids) assert.deepEqual(named.get(id), { name: units.get(id)!.name, parentId: units.get(id)!.parentId })
  assert.equal(named.size, ids.length + 1, 'the root, and nothing else')
  assert.equal((await preview(world, {})).organizationalUnits, null)
})

test('prefixes exclude by the beginning of the name, in a preview as later [ORG-12]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const prefix = accountsOf(world)[5]!.name.slice(0, 4)
  const result = await preview(world, { excludePrefixes: [prefix] })
  const expected = accountsOf(world)
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ accountId }) => accountId)
  assert.deepEqual(
    result.accounts
      .filter(({ inclusion }) => inclusion === 'excluded_prefix')
      .map(({ accountId }) => accountId)
      .toSorted(),
    expected.toSorted(),
  )
})

test('suspended and closed accounts go only when auto-removal is on [ORG-14]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const gone = accountsOf(world).filter(({ state }) => state === 'SUSPENDED' || state === 'CLOSED')
  assert.ok(gone.length > 0)
  assert.equal((await preview(world, {})).counts.suspended, 0)
  assert.equal((await preview(world, { autoRemoveSuspended: true })).counts.suspended, gone.length)
})

test('the management account is imported and marked [ORG-30]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const marked = (await preview(world, {})).accounts.filter(({ isManagementAccount }) => isManagementAccount)
  assert.deepEqual(
    marked.map(({ accountId, inclusion }) => [accountId, inclusion]),
    [[world.facts.managementAccountId, 'imported']],
  )
})

test('where AWS gives no paths, the OUs of the scope are walked and the preview is the same [ORG-13]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const { ouId, inside } = nestedOu(world)
  organizationsState(world.simulation.aws).switches.paths = false
  assert.deepEqual(imported(await preview(world, { scopeOuIds: [ouId] })), inside)
  assert.ok((world.simulation.stats().calls['organizations:ListAccountsForParent'] ?? 0) > 0)
})

test('a list that AWS did not finish is no preview', async () => {
  const world = openOrganizationWorld(estateWorld)
  world.simulation.breakBy({
    seed: 1,
    rules: [{ service: 'organizations', operation: 'ListAccounts', nth: 2, count: 50, effect: 'internal_error' }],
  })
  const error = await preview(world, {}).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof AppError)
  assert.equal(error.code, 'organization_checks_incomplete')
})

test('an edit is previewed from the estate without asking AWS, and tells what it would change [ORG-12]', async () => {
  const world = await openSyncWorld()
  try {
    const deps = { ...world, db: world.database.db }
    const request = (input: unknown) => previewEdit(deps, operator, { ref: world.facts.organizationId!, input, signal })
    await assert.rejects(request({}), /has not completed a sync yet/)
    await world.sync()
    const calls = world.simulation.stats().totalCalls
    const same = await request({})
    assert.deepEqual([same.source, same.changes, same.accounts.length], ['estate', 0, world.truth().accounts.size])
    const prefix = [...world.truth().accounts.values()][7]!.name
    const changed = await request({ excludePrefixes: [prefix] })
    assert.ok(changed.changes >= 1)
    assert.ok(changed.accounts.filter(({ current, inclusion }) => current !== inclusion).every(({ name }) => name.startsWith(prefix)))
    assert.equal(world.simulation.stats().totalCalls, calls)
  } finally {
    await world.close()
  }
})

test('an account whose place is unknown is unknown where the scope would decide, never excluded', () => {
  const account = { accountId: '1', name: 'a', state: 'ACTIVE', pathIds: null, isManagementAccount: false, current: 'imported' } as const
  const settings = { excludePrefixes: [], scopeOuIds: ['ou-ab12-11111111'], autoRemove: false, autoRemoveStates: [] }
  const { counts, changes } = previewOf([account], settings)
  assert.deepEqual([counts.unknown, changes], [1, 0])
})
