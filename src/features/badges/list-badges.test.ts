import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertLargeEstate } from '#test/support/large-estate.ts'
import { badgeSorts } from './queries.ts'
import { listBadgesRoute } from './routes/list-badges.route.ts'

const accounts = 30
let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
  await insertLargeEstate(database.db, accounts)
})
after(() => database.close())

type Page = {
  readonly items: readonly { readonly accountId: string; readonly key: string }[]
  readonly nextCursor: string | null
  readonly prevCursor: string | null
  readonly total: number | null
}

async function list(query: Record<string, unknown>): Promise<Page> {
  const { spec } = listBadgesRoute
  return (await spec.handle({ db: database.db }, { query: spec.query!.parse(query) } as never)) as Page
}
const idsOf = ({ items }: Page): string[] => items.map(({ accountId, key }) => `${accountId} ${key}`)

for (const sort of badgeSorts.flatMap((name) => [name, `-${name}`])) {
  test(`badges sorted by ${sort} come once each, forwards and back`, async () => {
    const whole = idsOf(await list({ sort, limit: 1000 }))
    assert.equal(new Set(whole).size, accounts * 20)
    const pages: Page[] = []
    for (let cursor: string | undefined; ;) {
      const page = await list({ sort, limit: 250, cursor })
      pages.push(page)
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    assert.deepEqual(pages.flatMap(idsOf), whole)
    const back = await list({ sort, limit: 250, cursor: pages.at(-1)!.prevCursor! })
    assert.deepEqual(idsOf(back), idsOf(pages.at(-2)!))
  })
}

test('the total of badges is of the filter, on all pages together', async () => {
  assert.equal((await list({ total: 'true', limit: 1 })).total, accounts * 20)
  assert.equal((await list({ key: 'tier', total: 'true', limit: 1 })).total, accounts)
  assert.equal((await list({ key: 'tier', value: '9', total: 'true' })).total, 0)
})
