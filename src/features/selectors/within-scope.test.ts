import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { parseSelector, type Selector } from '#lib/selector/index.ts'
import { type Db, openDatabase, type Tx } from '#platform/db/db.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { selectorCondition } from './selector-sql.ts'
import { withinScope } from './within-scope.ts'

const ous = ['ou-ab12-11111111', 'ou-ab12-22222222', 'ou-ab12-33333333']
const texts = [
  `ou:${ous[0]}/**`,
  `ou:${ous[1]} or badge:team=red`,
  'badge:team=blue',
  'not badge:team=blue',
  'account:111111111103 or badge:team',
  'organization:o-abcdefghij and not badge:team',
]
const scopes = texts.map((text) => (parseSelector(text) as { selector: Selector }).selector)

let reading: TestDatabase
/** Another process, as far as the first can tell: a pool of its own. */
let writing: ReturnType<typeof openDatabase>
let third: ReturnType<typeof openDatabase>
let organizationUid: string
const uids: string[] = []

before(async () => {
  reading = await createTestDatabase()
  writing = openDatabase({ url: reading.url, connectionsMax: 2 })
  third = openDatabase({ url: reading.url, connectionsMax: 1 })
  organizationUid = await insertOrganization(reading.db)
  for (let n = 0; n < 8; n += 1) {
    const uid = await insertAccount(reading.db, { account_id: `1111111111${String(n).padStart(2, '0')}`, ...placed(n) })
    await reading.db.insertInto('account_observation').values({ account_uid: uid, tags_read_at: new Date() }).execute()
    uids.push(uid)
  }
})
after(async () => {
  await writing.close()
  await third.close()
  await reading.close()
})

test('after every change that commits, whoever made it, a scope holds exactly what it selects now', async () => {
  const change = fc.record({
    kind: fc.constantFrom(...Object.keys(changes)),
    account: fc.nat({ max: 7 }),
    choice: fc.nat({ max: 2 }),
    end: fc.constantFrom('commits', 'rolls back', 'after a savepoint'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (steps) => {
      for (const { kind, account, choice, end } of steps) {
        const apply = (tx: Tx): Promise<unknown> => changes[kind]!(tx, uids[account]!, choice)
        await inTransaction(apply, end)
        for (const [index, scope] of scopes.entries())
          assert.deepEqual(await seenWithin(scope), await selectedNow(scope), `${texts[index]} after ${kind}, which ${end}`)
      }
    }),
    { numRuns: 40 },
  )
})

test('a change is not seen before it commits, and by the first request after', async () => {
  const scope = scopes[2]!
  await changes['unbadge']!(writing.db as unknown as Tx, uids[0]!, 0)
  const before = await seenWithin(scope)
  await writing.db.transaction().execute(async (tx) => {
    await changes['badge']!(tx, uids[0]!, 0)
    assert.deepEqual(await seenWithin(scope), before)
  })
  assert.deepEqual(await seenWithin(scope), [...before, '111111111100'].toSorted())
})

test('a transaction that is open keeps nobody waiting, neither readers nor other writers', async () => {
  await writing.db.transaction().execute(async (tx) => {
    await changes['badge']!(tx, uids[1]!, 0)
    await changes['badge']!(third.db as unknown as Tx, uids[2]!, 1)
    assert.deepEqual(await seenWithin(scopes[1]!), await selectedNow(scopes[1]!))
  })
  for (const scope of scopes) assert.deepEqual(await seenWithin(scope), await selectedNow(scope))
})

test('while nothing changes, what a scope holds is worked out once, for all who ask at the same time as well', async () => {
  await changes['badge']!(writing.db as unknown as Tx, uids[3]!, 2)
  const made = async (): Promise<number> =>
    (await sql<{ n: number }>`select coalesce(max(id), 0) as n from reeve_scoped.scope_set`.execute(reading.db)).rows[0]!.n
  const before = await made()
  await Promise.all(Array.from({ length: 12 }, () => seenWithin(scopes[0]!)))
  await seenWithin(scopes[0]!)
  assert.equal(await made(), before + 1)
})

test('a set that was removed under a request makes it fail instead of showing less', async () => {
  await assert.rejects(
    withinScope(reading.db, { scope: scopes[0]!, actorId: 'user:x' }, async () => {
      await sql`delete from reeve_scoped.scope_set`.execute(writing.db)
    }),
    { code: 'unavailable' },
  )
})

test('every table that a selector reads tells when it changes, so that no set outlives it', async () => {
  const everything = parseSelector(
    'ou:ou-ab12-11111111/** and not badge:a=b and not tag:c=d and not name:x* and state:ACTIVE and status:ok and organization:o-* or ou:/a/**',
  ) as { selector: Selector }
  const { rows } = await sql<{ 'QUERY PLAN': unknown }>`
    explain (format json) select 1 from account where ${selectorCondition(everything.selector)}`.execute(reading.db)
  const tables = [...JSON.stringify(rows).matchAll(/"Relation Name":"(\w+)"/g)].map(([, name]) => name!)
  assert.ok(tables.includes('badge') && tables.includes('organization') && tables.includes('account_observation'), tables.join())
  for (const table of new Set(tables)) {
    const triggers = await sql<{ definition: string }>`
      select pg_get_triggerdef(oid) as definition from pg_trigger where tgrelid = ${table}::regclass and not tgisinternal`.execute(
      reading.db,
    )
    const told = triggers.rows
      .map(({ definition }) => definition)
      .filter((definition) => definition.includes("raise_revision('membership')"))
    for (const event of ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'])
      assert.ok(
        told.some((definition) => definition.split(' ON ')[0]!.includes(event)),
        `${table} does not tell of ${event}`,
      )
  }
})

function placed(n: number) {
  const ou = ous[n % 3]!
  return { organization_uid: organizationUid, parent_id: ou, path_ids: `o-abcdefghij/r-ab12/${ou}/`, org_path: `Root/${n % 3}` }
}

/** What syncs, stages and people do to accounts, by the account and a choice of three. */
const changes: Readonly<Record<string, (tx: Tx, uid: string, choice: number) => Promise<unknown>>> = {
  badge: (tx, uid, choice) =>
    sql`insert into badge (account_uid, key, value, autogenerated, source, updated_at, updated_by)
      values (${uid}, 'team', ${['blue', 'red', 'green'][choice]}, false, 'person', now(), 'test')
      on conflict (account_uid, key) do update set value = excluded.value`.execute(tx),
  unbadge: (tx, uid) => sql`delete from badge where account_uid = ${uid}`.execute(tx),
  move: (tx, uid, choice) => tx.updateTable('account').set(placed(choice)).where('id', '=', uid).execute(),
  leave: (tx, uid) =>
    tx.updateTable('account').set({ organization_uid: null, path_ids: null, org_path: null }).where('id', '=', uid).execute(),
  tags: (tx, uid, choice) =>
    tx
      .updateTable('account_observation')
      .set({ tags_read_at: choice === 0 ? null : new Date() })
      .where('account_uid', '=', uid)
      .execute(),
  rename: (tx, _, choice) =>
    tx
      .updateTable('organization')
      .set({ organization_id: choice === 0 ? 'o-another000' : 'o-abcdefghij' })
      .where('id', '=', organizationUid)
      .execute(),
  join: (tx, _, choice) =>
    sql`insert into account (id, account_id, partition, name, state, inclusion, organization_uid, path_ids, first_seen_at, updated_at)
    values (gen_random_uuid(), ${`22222222220${choice}`}, 'aws', 'new', 'ACTIVE', 'imported', ${organizationUid}, ${placed(choice).path_ids}, now(), now())
    on conflict do nothing`.execute(tx),
  purge: (tx, _, choice) => tx.deleteFrom('account').where('account_id', '=', `22222222220${choice}`).execute(),
}

class RolledBack extends Error {}

async function inTransaction(apply: (tx: Tx) => Promise<unknown>, end: string): Promise<void> {
  const ended = writing.db.transaction().execute(async (tx) => {
    // What a savepoint took back is told again by the same change after it.
    if (end === 'after a savepoint') {
      await sql`savepoint before_it`.execute(tx)
      await apply(tx)
      await sql`rollback to savepoint before_it`.execute(tx)
    }
    await apply(tx)
    if (end === 'rolls back') throw new RolledBack()
  })
  await ended.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error
  })
}

function seenWithin(scope: Selector): Promise<string[]> {
  return withinScope(reading.db, { scope, actorId: 'user:x' }, async (narrowed) => idsOf(narrowed, sql`true`))
}

function selectedNow(scope: Selector): Promise<string[]> {
  return idsOf(reading.db, selectorCondition(scope))
}

async function idsOf(db: Db, condition: ReturnType<typeof selectorCondition> | ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select account_id as id from account where ${condition} order by account_id collate "C"`.execute(db)
  return rows.map(({ id }) => id)
}
