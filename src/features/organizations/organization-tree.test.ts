import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { joinOrgPath } from '#lib/org-path.ts'
import { findOrganizationOf } from '#sim/organizations/state.ts'
import { openSyncWorld, type SyncWorld } from '#test/support/sync-world.ts'
import { type AccountNode, getOrganizationTree, type OuNode } from './organization-tree.ts'
import { showOrganization } from './show-organization.ts'

let world: SyncWorld
before(async () => {
  world = await openSyncWorld()
})
after(() => world.close())

function tree(under?: string) {
  return getOrganizationTree(world.database.db, world.facts.organizationId!, under)
}
function accountsUnder(ou: OuNode): AccountNode[] {
  return [...ou.accounts, ...ou.children.flatMap(accountsUnder)]
}
function ousUnder(ou: OuNode): OuNode[] {
  return [ou, ...ou.children.flatMap(ousUnder)]
}

test('before the first sync there is no tree, which is an error and not an empty organization [ORG-28]', async () => {
  await assert.rejects(tree(), { code: 'organization_tree_unknown' })
})

test('after a sync every account stands once, at its place, with ids and path [ORG-28]', async () => {
  await world.sync()
  const { root, unplaced, managementAccountId } = await tree()
  const truth = world.truth()
  const accounts = accountsUnder(root)
  assert.deepEqual(unplaced, [])
  assert.deepEqual(accounts.map(({ accountId }) => accountId).toSorted(), [...truth.accounts.keys()].toSorted())
  for (const { accountId, parentId, orgPath } of accounts) {
    const expected = truth.accounts.get(accountId)
    assert.equal(parentId, expected?.parentId)
    assert.equal(orgPath, joinOrgPath(expected?.parentNames ?? []))
  }
  assert.equal(ousUnder(root).length - 1, truth.organizationalUnits)
  assert.equal(managementAccountId, world.facts.managementAccountId)
  assert.deepEqual(
    accounts.filter(({ isManagementAccount }) => isManagementAccount).map(({ accountId }) => accountId),
    [managementAccountId],
  )
})

test('policies stand where they are attached [ORG-29]', async () => {
  const { root } = await tree()
  const organization = findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)!
  const shown = [
    ...ousUnder(root).map(({ id, policies }) => ({ id, policies })),
    ...accountsUnder(root).map(({ accountId, policies }) => ({ id: accountId, policies })),
  ]
  const pairs = shown.flatMap(({ id, policies }) => policies.map(({ policyId }) => `${policyId}@${id}`))
  const truth = [...organization.targetsOf].flatMap(([policyId, targets]) =>
    [...targets.page('', targets.size).items].map(({ id }) => `${policyId}@${id}`),
  )
  assert.deepEqual(pairs.toSorted(), truth.toSorted())
})

test('a part of the tree is shown alone, an unknown OU is not found', async () => {
  const { root } = await tree()
  const branch = root.children.find(({ children }) => children.length > 0)!
  assert.deepEqual((await tree(branch.id)).root, branch)
  await assert.rejects(tree('ou-zzzz-99999999'), { code: 'organization_not_found' })
})

test('the counts of an organization add up [ORG-22]', async () => {
  const { accounts } = await showOrganization(world.database.db, world.facts.organizationId!, false)
  assert.equal(accounts.total, world.truth().accounts.size)
  assert.equal(accounts.imported + accounts.excluded + accounts.suspended, accounts.total)
  const failing = [...world.truth().accounts.values()].filter(({ outcome }) => outcome !== 'ok')
  assert.equal(accounts.attention, failing.length)
})
