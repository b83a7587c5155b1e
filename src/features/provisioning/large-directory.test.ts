import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type KyselyPlugin, sql } from 'kysely'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { type Actor, scimActorId } from '#platform/auth/actor.ts'
import { findPerson } from '#platform/auth/people-store.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { stepsOf } from './protocol/patch.ts'
import { createGroup, patchGroup } from './provision-group.ts'
import { searchGroups, searchUsers } from './search.ts'

const database = await createTestDatabase()
const { db } = database
after(() => database.close())
const actor: Actor = { kind: 'token', id: scimActorId('large'), permissions: new Set(['people:provision']) }
const now = () => new Date('2026-11-21T12:00:00Z')
const deps = { db, now, newId: () => crypto.randomUUID(), baseUrl: () => 'http://reeve.test' }

before(async () => {
  await sql`insert into scim_connection (id, name, provisioned_only, external_id_claim, matches_verified_email, created_at, created_by, updated_at)
    values ('large', 'Large', true, 'sub', false, ${now()}, 'test', ${now()})`.execute(db)
  await sql`insert into person (id, name, email) select gen_random_uuid(), 'Person ' || i, 'person-' || i || '@example.com' from generate_series(1, 10000) i`.execute(
    db,
  )
  await sql`insert into scim_user (person_id, connection_id, user_name, external_id, emails, active, is_adopted, created_at, updated_at)
    select id, 'large', email, 'ext-' || email, jsonb_build_array(jsonb_build_object('value', email, 'type', 'work')), true, false, ${now()}, ${now()} from person`.execute(
    db,
  )
  await sql`insert into scim_group (id, connection_id, display_name, created_at, updated_at)
    select gen_random_uuid(), 'large', 'group-' || i, ${now()}, ${now()} from generate_series(1, 1000) i`.execute(db)
  await sql`insert into scim_group_member (group_id, person_id) select g.id, u.person_id from scim_group g
    cross join lateral (select person_id from scim_user order by person_id limit 5) u`.execute(db)
  await sql`insert into scim_grant (connection_id, position, claim, value, role) values ('large', 0, 'displayName', 'everybody', 'viewer')`.execute(
    db,
  )
})

type Page = { readonly totalResults: number; readonly itemsPerPage: number; readonly Resources: readonly { readonly id: string }[] }

/** As a directory reads: the next page begins where this one ended. */
async function readAll(
  read: (startIndex: number) => Promise<Page>,
): Promise<{ readonly ids: string[]; readonly pages: number; readonly total: number }> {
  const ids: string[] = []
  for (let pages = 1; ; pages += 1) {
    const page = await read(ids.length + 1)
    ids.push(...page.Resources.map(({ id }) => id))
    assert.equal(page.itemsPerPage, page.Resources.length)
    if (page.itemsPerPage === 0 || ids.length >= page.totalResults) return { ids, pages, total: page.totalResults }
  }
}

test('10,000 people are read in pages of 200 at most, each of them once', async () => {
  const { ids, pages, total } = await readAll((startIndex) => searchUsers(deps, actor, { startIndex, count: 5000 }))
  assert.deepEqual([total, ids.length, new Set(ids).size, pages], [10_000, 10_000, 10_000, 50])
})

test('1,000 groups are read in pages of 200, or of 20 with their members', async () => {
  const bare = await readAll((startIndex) => searchGroups(deps, actor, { startIndex, excludedAttributes: 'members' }))
  assert.deepEqual([bare.total, new Set(bare.ids).size, bare.pages], [1000, 1000, 5])
  const whole = await searchGroups(deps, actor, { startIndex: 1, count: 500 })
  assert.deepEqual([whole.totalResults, whole.itemsPerPage], [1000, 20])
  assert.equal(((whole.Resources[0] ?? assert.fail('no group'))['members'] as object[]).length, 5)
})

test('a page beyond the end, and one of none, tell the total and nothing else', async () => {
  for (const asked of [{ startIndex: 20_000 }, { startIndex: 1, count: 0 }, { startIndex: -5, count: -1 }]) {
    const { totalResults, Resources } = await searchUsers(deps, actor, asked)
    assert.deepEqual([totalResults, Resources], [10_000, []])
  }
})

test('what directories look people up by is found through an index', async () => {
  const plan = async (condition: string) =>
    (
      await sql
        .raw<{ 'QUERY PLAN': string }>(`explain select 1 from scim_user r where r.connection_id = 'large' and ${condition}`)
        .execute(db)
    ).rows
      .map((row) => row['QUERY PLAN'])
      .join('\n')
  await sql`analyze scim_user`.execute(db)
  assert.match(await plan(`(lower(r.user_name) is not null and lower(r.user_name) = lower('x'))`), /scim_user_by_user_name/)
  assert.match(await plan(`(r.external_id is not null and r.external_id = 'x')`), /scim_user_by_external_id/)
})

/** Counts statements, whatever builds them. */
function counting(): { readonly plugin: KyselyPlugin; readonly count: () => number } {
  let statements = 0
  return {
    count: () => statements,
    plugin: {
      transformQuery: ({ node }) => {
        statements += 1
        return node
      },
      transformResult: async ({ result }) => result,
    },
  }
}

test('5,000 members join a group in as many statements as one does, and have its role at once', async () => {
  const people = (await db.selectFrom('scim_user').select('person_id').orderBy('person_id').limit(5001).execute()).map(
    (row) => row.person_id,
  )
  const { id } = await createGroup(deps, actor, { displayName: 'everybody', externalId: null, members: [] })
  const add = async (ids: readonly string[]): Promise<number> => {
    const { plugin, count } = counting()
    const steps = stepsOf('group', [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }])
    await patchGroup({ ...deps, db: db.withPlugin(plugin) }, actor, { id, steps, withMembers: false })
    return count()
  }
  const statements = await add(people.slice(0, 1))
  assert.ok(statements > 0)
  assert.equal(await add(people.slice(1)), statements)
  const members = await db.selectFrom('scim_group_member').select('person_id').where('group_id', '=', id).execute()
  assert.equal(members.length, 5001)
  assert.deepEqual((await findPerson(db, people[5000] ?? ''))?.bindings, [{ role: 'viewer', scope: null, source: 'scim:large' }])
  const [event] = await listAuditEvents(db, { action: 'scim.group_changed' }, { limit: 1 })
  assert.equal(((event ?? assert.fail('no event')).after as { added: string[] }).added.length, 5000)
})
