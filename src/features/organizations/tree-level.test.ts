import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { withinScope } from '#features/selectors/index.ts'
import { parseSelector, type Selector } from '#lib/selector/index.ts'
import type { Db } from '#platform/db/db.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount } from '#test/support/estate-rows.ts'
import { insertLargeEstate, type LargeEstate } from '#test/support/large-estate.ts'
import { getOrganizationTree, type OuNode } from './organization-tree.ts'
import { showTreeLevelRoute } from './routes/show-tree-level.route.ts'
import { searchTree } from './tree-search.ts'

let database: TestDatabase
let estate: LargeEstate
before(async () => {
  database = await createTestDatabase()
  estate = await insertLargeEstate(database.db, 500)
})
after(() => database.close())

type Ou = {
  readonly id: string
  readonly name: string
  readonly accounts: number
  readonly hasOus: boolean
  readonly policies: readonly { policyId: string }[]
}
type Level = {
  readonly place: Ou | null
  readonly ous: readonly Ou[]
  readonly accounts: readonly { accountId: string; policies: readonly { policyId: string }[] }[]
  readonly nextCursor: string | null
  readonly unplaced: number
}

async function level(query: Record<string, unknown>, db: Db = database.db): Promise<Level> {
  const { spec } = showTreeLevelRoute
  const reply = await spec.handle({ db }, { params: { org: estate.organizationId }, query: spec.query!.parse(query) } as never)
  return spec.reply.schema.parse(reply) as Level
}

function countAccounts({ accounts, children }: OuNode): number {
  return accounts.length + children.reduce((sum, child) => sum + countAccounts(child), 0)
}

function flatten(node: OuNode): OuNode[] {
  return [node, ...node.children.flatMap(flatten)]
}

test('level by level the tree is the same as all at once: places, accounts page by page, counts and policies [ORG-28]', async () => {
  const { root } = await getOrganizationTree(database.db, estate.organizationId)
  const nodes = flatten(root).filter((_, index) => index % 7 === 0)
  for (const node of nodes) {
    const at = await level({ under: node.id, limit: 1000 })
    assert.deepEqual([at.place?.id, at.place?.accounts], [node.id, countAccounts(node)])
    assert.deepEqual(
      at.ous.map(({ id, accounts, hasOus }) => [id, accounts, hasOus]).toSorted(),
      node.children.map((child) => [child.id, countAccounts(child), child.children.length > 0]).toSorted(),
    )
    assert.deepEqual(
      at.accounts.map(({ accountId, policies }) => [accountId, policies.length]).toSorted(),
      node.accounts.map(({ accountId, policies }) => [accountId, policies.length]).toSorted(),
    )
    assert.deepEqual(at.place?.policies, node.policies)
    assert.equal(at.unplaced, 0)
  }
  assert.equal((await level({})).place?.id, root.id)
})

test('accounts of one place come page by page, each once', async () => {
  const busiest = (await level({})).ous[0]!
  const whole = (await level({ under: busiest.id, limit: 1000 })).accounts.map(({ accountId }) => accountId)
  const paged: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await level({ under: busiest.id, limit: 1, cursor })
    paged.push(...page.accounts.map(({ accountId }) => accountId))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  assert.deepEqual(paged, whole)
})

test('accounts whose place is not known stand apart, and an OU that is not there is told as such', async () => {
  const { id } = await database.db.selectFrom('organization').select('id').executeTakeFirstOrThrow()
  await insertAccount(database.db, { account_id: '999999999999', organization_uid: id })
  assert.equal((await level({})).unplaced, 1)
  const lost = await level({ under: 'unplaced' })
  assert.deepEqual([lost.place, lost.accounts.map(({ accountId }) => accountId)], [null, ['999999999999']])
  await assert.rejects(level({ under: 'ou-la1e-00000000' }), { code: 'organization_not_found' })
})

test('a search tells OUs and accounts by part of a name or id, with every place above them, and how much it left out', async () => {
  const { root } = await getOrganizationTree(database.db, estate.organizationId)
  const nodes = flatten(root)
  const found = await searchTree(database.db, estate.organizationId, 'research')
  assert.deepEqual(
    found.places
      .filter(({ isFound }) => isFound)
      .map(({ id, accounts }) => [id, accounts])
      .toSorted(),
    nodes
      .filter(({ name }) => name === 'Research')
      .map((node) => [node.id, countAccounts(node)])
      .toSorted(),
  )
  const known = new Set(found.places.map(({ id }) => id))
  assert.ok(found.places.every(({ parentId }) => parentId === null || known.has(parentId)))
  const [account] = nodes[40]!.accounts
  const byId = await searchTree(database.db, estate.organizationId, account!.accountId)
  assert.deepEqual([byId.accounts.map(({ accountId }) => accountId), byId.isComplete], [[account!.accountId], true])
  assert.equal(byId.places.at(-1)?.id, nodes[40]!.id)
  assert.equal((await searchTree(database.db, estate.organizationId, '-prod-')).isComplete, false)
  assert.deepEqual((await searchTree(database.db, estate.organizationId, '')).places, [])
})

test('somebody bound to a scope sees the way to their accounts and counts of those alone', async () => {
  const [own, other] = estate.units
  const scope = (parseSelector(`ou:${own!.id}/**`) as { selector: Selector }).selector
  const all = (await level({})).ous.find(({ id }) => id === own!.id)!
  await withinScope(database.db, { scope, actorId: 'user:x' }, async (db) => {
    const root = await level({}, db)
    assert.deepEqual([root.place?.accounts, root.ous.map(({ id, accounts }) => [id, accounts])], [all.accounts, [[own!.id, all.accounts]]])
    assert.equal(root.unplaced, 0)
    await assert.rejects(level({ under: other!.id }, db), { code: 'organization_not_found' })
    assert.deepEqual((await searchTree(db, estate.organizationId, other!.name)).places, [])
    const research = await searchTree(db, estate.organizationId, 'Research')
    assert.ok(
      research.places.length > 0 &&
        research.places.every(({ pathIds }) => pathIds.includes(own!.id) || pathIds.endsWith(`/${estate.rootId}/`)),
    )
  })
})
