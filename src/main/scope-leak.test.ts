import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { withinScope } from '#features/selectors/index.ts'
import type { Selector } from '#lib/selector/index.ts'
import { parseSelector } from '#lib/selector/index.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { combineGrants } from '#platform/auth/grants.ts'
import { roleCatalogue } from '#platform/auth/role-catalogue.ts'
import type { Db } from '#platform/db/db.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { sql } from 'kysely'
import { routes } from './routes.gen.ts'

const mounted = routes as unknown as readonly Route<{ readonly db: Db }>[]
const database = await createTestDatabase()
const { db } = database
const now = () => new Date('2026-11-21T12:00:00Z')

/** Ids that only foreign things have: one of them in a reply is a leak. */
const own = { id: '111111111111', name: 'own-account', ou: 'ou-ab12-11111111' }
const foreign = ['222222222222', '333333333333', '444444444444', '999999999999']
const foreignWords = [...foreign, 'foreign-', 'ou-ab12-22222222', 'p-foreign0', 'o-foreignorg']
const management = foreign[3]!

const scopes = { 'by OU id': `ou:${own.ou}/**`, 'by badge': 'badge:team=blue', 'by account': `account:${own.id}` }
const viewers = new Map<string, Actor>(
  Object.entries(scopes).map(([name, scope]) => [
    name,
    { kind: 'person', id: 'user:viewer', ...combineGrants([{ permissions: roleCatalogue['domain-admin'].permissions, scope }]) },
  ]),
)
viewers.set('everywhere', { kind: 'person', id: 'user:admin', permissions: roleCatalogue['domain-admin'].permissions })

const server = await createServer({
  routes: mounted,
  deps: { db, now, newId: () => crypto.randomUUID() } as never,
  authenticate: async ({ authorization }) => viewers.get(authorization ?? '') ?? assert.fail('no such viewer'),
  narrow: (deps, bound, body) => withinScope(deps.db, bound, (narrowed) => body({ ...deps, db: narrowed })),
  log: silentLog,
  metrics: createMetrics(),
  version: '0.0.0',
  newId: () => crypto.randomUUID(),
  readiness: async () => ({ isReady: true, checks: {} }),
})
after(async () => {
  await server.close()
  await database.close()
})

before(async () => {
  const org = await insertOrganization(db, { management_account_id: management, org_role_arn: `arn:aws:iam::${management}:role/Reeve-Org` })
  const other = await insertOrganization(db, {
    organization_id: 'o-foreignorg',
    management_account_id: management,
    nickname: 'foreign-nick',
  })
  const place = (ou: string) => ({
    path_ids: `o-abcdefghij/r-ab12/${ou}/`,
    org_path: `Root/${ou === own.ou ? 'Own' : 'foreign-ou'}`,
    parent_id: ou,
  })
  const uids = [
    await insertAccount(db, {
      account_id: own.id,
      name: own.name,
      organization_uid: org,
      arn: `arn:aws:organizations::${management}:account/o-abcdefghij/${own.id}`,
      ...place(own.ou),
    }),
    await insertAccount(db, {
      account_id: foreign[0]!,
      name: 'foreign-one',
      organization_uid: org,
      status: 'assume_failed',
      ...place('ou-ab12-22222222'),
    }),
    await insertAccount(db, { account_id: foreign[1]!, name: 'foreign-elsewhere', organization_uid: other }),
    // Nothing is known of its place or its badges: no scope but its own id may grant it.
    await insertAccount(db, { account_id: foreign[2]!, name: 'foreign-unknown', organization_uid: org, path_ids: null, org_path: null }),
  ]
  const ous = [
    { ou_id: 'r-ab12', name: 'Root', parent_id: null, depth: 0, path_ids: 'o-abcdefghij/r-ab12/', org_path: 'Root' },
    { ou_id: own.ou, name: 'Own', parent_id: 'r-ab12', depth: 1, path_ids: `o-abcdefghij/r-ab12/${own.ou}/`, org_path: 'Root/Own' },
    {
      ou_id: 'ou-ab12-22222222',
      name: 'foreign-ou',
      parent_id: 'r-ab12',
      depth: 1,
      path_ids: 'o-abcdefghij/r-ab12/ou-ab12-22222222/',
      org_path: 'Root/foreign-ou',
    },
  ]
  for (const ou of ous)
    await db
      .insertInto('organizational_unit')
      .values({ organization_uid: org, arn: `arn:aws:organizations::${management}:ou/${ou.ou_id}`, ...ou })
      .execute()
  const policies = [
    { policy_id: 'p-own00000', name: 'own', target: own.ou },
    { policy_id: 'p-foreign0', name: 'foreign-policy', target: 'ou-ab12-22222222' },
  ]
  for (const { target, ...policy } of policies) {
    await db
      .insertInto('org_policy')
      .values({
        organization_uid: org,
        type: 'SERVICE_CONTROL_POLICY',
        arn: `arn:aws:organizations::${management}:policy/${policy.policy_id}`,
        aws_managed: false,
        content: '{}',
        ...policy,
      })
      .execute()
    for (const target_id of [target, 'r-ab12'].slice(0, policy.name === 'own' ? 2 : 1))
      await db
        .insertInto('policy_attachment')
        .values({
          organization_uid: org,
          policy_id: policy.policy_id,
          target_id,
          target_type: target_id === 'r-ab12' ? 'ROOT' : 'ORGANIZATIONAL_UNIT',
        })
        .execute()
  }
  for (const [index, uid] of uids.entries()) {
    const account_id = [own.id, ...foreign][index]!
    const value = index === 0 ? 'blue' : 'red'
    if (index !== 3) await db.insertInto('account_observation').values({ account_uid: uid, tags_read_at: now() }).execute()
    if (index !== 3)
      await db
        .insertInto('badge')
        .values({ account_uid: uid, key: 'team', value, autogenerated: false, source: 'person', updated_at: now(), updated_by: 'test' })
        .execute()
    await db
      .insertInto('badge_event')
      .values({ account_uid: uid, account_id, key: 'team', cause: 'person', actor: 'test', at: now() })
      .execute()
    await db
      .insertInto('estate_event')
      .values({ organization_uid: org, subject_kind: 'account', subject_id: account_id, kind: 'joined', actor: 'test', at: now() })
      .execute()
    await db
      .insertInto('attention')
      .values({
        id: crypto.randomUUID(),
        organization_uid: org,
        kind: 'account_suspended',
        subject_id: account_id,
        detail: `${account_id} is suspended`,
        raised_at: now(),
      })
      .execute()
  }
  await db
    .insertInto('sync_run')
    .values({
      id: crypto.randomUUID(),
      organization_uid: org,
      kind: 'estate',
      trigger: 'request',
      requested_by: 'test',
      status: 'partial',
      phase: 'done',
      is_baseline: false,
      started_at: now(),
      unseen: JSON.stringify([`${foreign[0]} could not be read`]),
    })
    .execute()
})

const reads = mounted.filter(({ method, spec }) => method === 'GET' && spec.reach === 'scoped')
const fillings: Record<string, readonly string[]> = {
  org: ['o-abcdefghij', 'o-foreignorg'],
  accountId: [own.id, ...foreign],
  id: ['p-own00000', 'p-foreign0'],
}
/** Every way to fill the parameters of a path with own and foreign ids. */
function urlsOf(path: string): string[] {
  const name = /:([A-Za-z]+)/.exec(path)?.[1]
  if (name === undefined) return [path]
  const values = fillings[name] ?? assert.fail(`say how to fill :${name} of ${path}`)
  return values.flatMap((value) => urlsOf(path.replace(`:${name}`, value)))
}
/** What was asked for comes back in an error, and that is no leak: it is left out before looking. */
const without = (body: string, url: string) =>
  foreignWords.filter((word) => url.includes(word)).reduce((text, word) => text.replaceAll(word, ''), body)

for (const { path } of reads) {
  test(`GET ${path} tells somebody bound to a scope nothing of other accounts`, async () => {
    for (const viewer of Object.keys(scopes)) {
      for (const url of urlsOf(path)) {
        const response = await server.inject({ url, headers: { authorization: viewer } })
        assert.ok([200, 404, 409].includes(response.statusCode), `${url} ${viewer}: ${response.statusCode} ${response.body}`)
        const text = without(response.body, url)
        const leaks = foreignWords.filter((word) => text.includes(word))
        assert.deepEqual(leaks, [], `${url} for a viewer bound ${viewer}: ${response.body}`)
      }
    }
  })
}

test('what is foreign does exist for somebody who sees everything, and what is own for the scoped', async () => {
  const bodies = await Promise.all(
    reads.flatMap(({ path }) => urlsOf(path)).map((url) => server.inject({ url, headers: { authorization: 'everywhere' } })),
  )
  const all = bodies.map(({ body }) => body).join('\n')
  for (const word of foreignWords) assert.ok(all.includes(word), `${word} is never shown, so the test above could not fail for it`)
  for (const viewer of Object.keys(scopes)) {
    const list = await server.inject({ url: '/v1/accounts', headers: { authorization: viewer } })
    assert.deepEqual(
      list.json<{ items: { accountId: string }[] }>().items.map(({ accountId }) => accountId),
      [own.id],
      viewer,
    )
    const tree = await server.inject({ url: '/v1/organizations/o-abcdefghij/tree', headers: { authorization: viewer } })
    assert.deepEqual(
      tree.json<{ root: { children: { name: string }[] } }>().root.children.map(({ name }) => name),
      ['Own'],
    )
    const chain = await server.inject({ url: `/v1/accounts/${own.id}/policies`, headers: { authorization: viewer } })
    assert.equal(chain.body.includes('p-own00000'), true)
  }
})

test('counts, searches and filters stop at the scope', async () => {
  const ask = async (url: string) => (await server.inject({ url, headers: { authorization: 'by OU id' } })).json<Record<string, never>>()
  const organization = await ask('/v1/organizations/o-abcdefghij')
  assert.deepEqual(organization['accounts'], { total: 1, imported: 1, excluded: 0, suspended: 0, detached: 0, attention: 0 })
  for (const filter of ['q=foreign', `q=${foreign[0]}`, 'status=assume_failed', 'badge=team%3Dred', 'selector=not%20badge%3Ateam%3Dblue'])
    assert.deepEqual((await ask(`/v1/accounts?${filter}`))['items'], [], filter)
})

test('a write beyond the scope finds nothing there, and one within it works', async () => {
  const set = (account: string) =>
    server.inject({
      method: 'PUT',
      url: `/v1/accounts/${account}/badges/note`,
      payload: { value: 'x' },
      headers: { authorization: 'by OU id' },
    })
  assert.equal((await set(foreign[0]!)).statusCode, 404)
  const reply = await set(own.id)
  assert.ok([200, 201].includes(reply.statusCode), reply.body)
  const badges = await db
    .selectFrom('badge')
    .innerJoin('account', 'account.id', 'badge.account_uid')
    .select('account.account_id')
    .where('badge.key', '=', 'note')
    .execute()
  assert.deepEqual(badges, [{ account_id: own.id }])
})

test('a badge that bounds somebody is set by the domain admin alone', async () => {
  const person = await db.insertInto('person').values({ name: 'B', email: 'b@example.com' }).returning('id').executeTakeFirstOrThrow()
  await db
    .insertInto('role_binding')
    .values({
      id: crypto.randomUUID(),
      person_id: person.id,
      role: 'viewer',
      scope: 'badge:team=blue',
      created_at: now(),
      created_by: 'test',
    })
    .execute()
  const set = (viewer: string) =>
    server.inject({
      method: 'PUT',
      url: `/v1/accounts/${own.id}/badges/team`,
      payload: { value: 'blue' },
      headers: { authorization: viewer },
    })
  const refused = await set('by account')
  assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [403, 'badge_bounds_people'])
  assert.equal((await set('everywhere')).statusCode, 200)
})

test('after a scoped request its connection sees everything again, also when the request failed', async () => {
  const bound = { scope: (parseSelector(scopes['by account']) as { selector: Selector }).selector, actorId: 'user:viewer' }
  const seen = () => Promise.all(Array.from({ length: 8 }, async () => (await db.selectFrom('account').select('id').execute()).length))
  await assert.rejects(
    withinScope(db, bound, async (narrowed) => {
      assert.equal((await narrowed.selectFrom('account').select('id').execute()).length, 1)
      throw new Error('the handler failed')
    }),
    /handler failed/,
  )
  await assert.rejects(
    withinScope(db, bound, (narrowed) => sql`select 1/0`.execute(narrowed)),
    /division/,
  )
  assert.deepEqual([...new Set(await seen())], [4])
})

test('every column of a narrowed table stands in its view, or the migration forgot select reeve_scoped.rebuild()', async () => {
  const { rows } = await sql<{ view: string; missing: string[] }>`
    select v.relname as view, array_agg(a.attname::text) as missing
    from pg_class v join pg_namespace n on n.oid = v.relnamespace and n.nspname = 'reeve_scoped'
    join pg_class t on t.relname = v.relname and t.relnamespace = 'public'::regnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where v.relkind = 'v' and not exists (select 1 from pg_attribute b where b.attrelid = v.oid and b.attname = a.attname)
    group by v.relname`.execute(db)
  assert.deepEqual(rows, [])
})
