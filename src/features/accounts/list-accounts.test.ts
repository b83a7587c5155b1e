import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Db } from '#platform/db/db.ts'
import { withinScope } from '#features/selectors/index.ts'
import { parseSelector, type Selector } from '#lib/selector/index.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertLargeEstate, type LargeEstate } from '#test/support/large-estate.ts'
import { accountSorts } from './list-accounts.ts'
import { listFilterValues } from './list-filter-values.ts'
import { exportAccountsRoute } from './routes/export-accounts.route.ts'
import { listAccountsRoute } from './routes/list-accounts.route.ts'

const accounts = 400
const now = () => new Date('2026-11-21T12:00:00Z')
let database: TestDatabase
let estate: LargeEstate

before(async () => {
  database = await createTestDatabase()
  estate = await insertLargeEstate(database.db, accounts)
})
after(() => database.close())

type Listed = { readonly accountId: string; readonly name: string; readonly email: string | null; readonly orgPath: string | null }
type Page = {
  readonly items: readonly Listed[]
  readonly nextCursor: string | null
  readonly prevCursor: string | null
  readonly total: number | null
}

/** As the server calls it, with the query read by the route's own schema. */
async function list(query: Record<string, unknown>, db: Db = database.db): Promise<Page> {
  const { spec } = listAccountsRoute
  return (await spec.handle({ db, now }, { query: spec.query!.parse(query) } as never)) as Page
}

async function walk(
  query: Record<string, unknown>,
  side: 'nextCursor' | 'prevCursor',
  from?: string,
): Promise<{ ids: string[]; last: Page }> {
  const pages: Page[] = []
  for (let cursor = from; ;) {
    const page = await list({ ...query, cursor })
    pages.push(page)
    cursor = page[side] ?? undefined
    if (cursor === undefined) break
  }
  const inOrder = side === 'nextCursor' ? pages : pages.toReversed()
  return { ids: inOrder.flatMap(({ items }) => items.map(({ accountId }) => accountId)), last: pages.at(-1)! }
}

for (const name of accountSorts) {
  for (const sort of [name, `-${name}`]) {
    test(`sorted by ${sort}, pages forwards and backwards hold every account once, in one order`, async () => {
      const whole = (await list({ sort, limit: 1000 })).items.map(({ accountId }) => accountId)
      assert.equal(new Set(whole).size, accounts)
      const forwards = await walk({ sort, limit: 37 }, 'nextCursor')
      assert.deepEqual(forwards.ids, whole)
      const backwards = await walk({ sort, limit: 23 }, 'prevCursor', forwards.last.prevCursor ?? undefined)
      const lastPage = forwards.last.items.length
      assert.deepEqual(backwards.ids, whole.slice(0, whole.length - lastPage))
      assert.equal(backwards.last.prevCursor, null)
    })
  }
}

test('the other way round is exactly the other way round, ties included', async () => {
  for (const name of accountSorts) {
    const up = (await list({ sort: name, limit: 1000 })).items.map(({ accountId }) => accountId)
    const down = (await list({ sort: `-${name}`, limit: 1000 })).items.map(({ accountId }) => accountId)
    assert.deepEqual(down, up.toReversed(), name)
  }
})

test('text is sorted without regard to case', async () => {
  await database.db.updateTable('account').set({ name: 'AAA first' }).where('account_id', '=', '100000000013').execute()
  await database.db.updateTable('account').set({ name: 'aab second' }).where('account_id', '=', '100000000026').execute()
  const { items } = await list({ sort: 'name', limit: 2 })
  assert.deepEqual(
    items.map(({ name }) => name),
    ['AAA first', 'aab second'],
  )
})

test('an account that appears or goes between two pages neither repeats nor hides another', async () => {
  const first = await list({ sort: 'name', limit: 10 })
  await database.db.deleteFrom('account').where('account_id', '=', first.items[3]!.accountId).execute()
  const rest = await walk({ sort: 'name', limit: 50 }, 'nextCursor', first.nextCursor!)
  const seen = [...first.items.map(({ accountId }) => accountId), ...rest.ids]
  assert.equal(new Set(seen).size, seen.length)
  assert.equal(seen.length, accounts)
})

test('a cursor of another order is refused, and one that was made up', async () => {
  const { nextCursor } = await list({ sort: 'name', limit: 10 })
  await assert.rejects(list({ sort: '-name', cursor: nextCursor! }), { code: 'invalid_input' })
  await assert.rejects(list({ cursor: Buffer.from('["name"]').toString('base64url') }), { code: 'invalid_input' })
})

test('the total counts what matches on all pages together, at once after a change, and only the scope for whoever is bound to one', async () => {
  const selector = '(badge:tier=2 and state:ACTIVE) and not status:detached'
  const counted = async (query: Record<string, unknown>): Promise<void> => {
    const { total } = await list({ ...query, limit: 5, total: 'true' })
    assert.equal(total, (await list({ ...query, limit: 1000 })).items.length, JSON.stringify(query))
  }
  const everything = [{}, { selector }, { q: 'ledger' }, { attention: 'true' }, { organization: 'large', badge: 'env=prod' }]
  for (const query of everything) await counted(query)
  assert.equal((await list({ limit: 5 })).total, null)
  const before = (await list({ selector, total: 'true' })).total!
  const [one] = (await list({ selector, limit: 1 })).items
  const uid = database.db.selectFrom('account').select('id').where('account_id', '=', one!.accountId)
  await database.db.updateTable('badge').set({ value: '9' }).where('key', '=', 'tier').where('account_uid', '=', uid).execute()
  assert.equal((await list({ selector, total: 'true' })).total, before - 1)
  for (const query of everything) await counted(query)

  const scopeOf = (id: string) => (parseSelector(`ou:${id}/**`) as { selector: Selector }).selector
  const totals = await Promise.all(
    estate.units.map(({ id }) =>
      withinScope(
        database.db,
        { scope: scopeOf(id), actorId: 'user:x' },
        async (db) => (await list({ total: 'true', limit: 1 }, db)).total!,
      ),
    ),
  )
  assert.equal(
    totals.reduce((sum, total) => sum + total, 0),
    (await list({ total: 'true' })).total,
  )
  assert.ok(totals.every((total) => total > 0 && total < accounts / 2))
})

test('an export holds every account that matches and no other, in the order of the list, and no name of it becomes a formula', async () => {
  await database.db
    .updateTable('account')
    .set({ name: '=HYPERLINK("http://x")\u202E, end' })
    .where('account_id', '=', '100000000039')
    .execute()
  const exported = async (query: Record<string, unknown>): Promise<string[]> => {
    const { spec } = exportAccountsRoute
    const text = (await spec.handle({ db: database.db, now }, { query: spec.query!.parse(query) } as never)) as string
    assert.match(text, /^accountId,name,status,/)
    return text.split('\r\n').slice(1, -1)
  }
  for (const query of [{}, { sort: '-name' }, { selector: 'badge:tier=3', sort: 'orgPath' }, { q: 'nothing has this name' }]) {
    const ids = (await list({ ...query, limit: 1000 })).items.map(({ accountId }) => accountId)
    assert.deepEqual(
      (await exported(query)).map((line) => line.slice(0, 12)),
      ids,
    )
  }
  const [line] = await exported({ selector: 'account:100000000039' })
  assert.ok(line!.startsWith('100000000039,"\'=HYPERLINK(""http://x"")\u202E, end",ok,'), line)
  assert.match(line!, /tier=4; vendor=vendor-3$/)
})

test('what can be completed is of every account that somebody sees, and of no other', async () => {
  const all = await listFilterValues(database.db)
  assert.deepEqual(all.badges.find(({ key }) => key === 'tier')?.values.toSorted(), ['1', '2', '3', '4', '9'])
  assert.deepEqual(all.badges.find(({ key }) => key === 'team')?.values, [])
  assert.ok(all.badges.every(({ key }) => !key.startsWith('system.')))
  const [own, other] = estate.units
  const scope = (parseSelector(`ou:${own!.id}/**`) as { selector: Selector }).selector
  const seen = await withinScope(database.db, { scope, actorId: 'user:x' }, listFilterValues)
  assert.ok(seen.places.length > 5 && seen.places.every((place) => place.startsWith(`Root/${own!.name}`)))
  assert.ok(all.places.some((place) => place.startsWith(`Root/${other!.name}/`)))
  assert.equal(
    seen.badges.find(({ key }) => key === 'cloud_org_path')?.values.some((place) => place.includes(other!.name)),
    false,
  )
})
