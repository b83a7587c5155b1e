import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { withinScope } from '#features/selectors/index.ts'
import type { Selector } from '#lib/selector/index.ts'
import { parseSelector } from '#lib/selector/index.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { combineGrants } from '#platform/auth/grants.ts'
import { roleCatalogue } from '#platform/auth/role-catalogue.ts'
import { createTestDatabase } from '#test/support/database.ts'
import {
  at,
  channelOf,
  type EstateOrganization,
  nicknameOf,
  policyName,
  policyOf,
  storeEstate,
  tellingCounts,
  wordsOf,
} from '#test/support/scoped-estate.ts'
import { type Ask, asksOf, type Fillings, mountedRoutes, openScopedServer } from '#test/support/scoped-server.ts'

const database = await createTestDatabase({ connectionsMax: 8 })
const { db } = database

/** One account in reach; beside it one elsewhere in the organization, one whose place is not known, and another organization. */
const own = { id: '610000000001', ou: 'ou-qk71-11111111' }
const sibling = { id: '620000000002', ou: 'ou-qk71-22222222' }
const unknown = { id: '640000000004' }
const estate: readonly EstateOrganization[] = [
  {
    id: 'o-qkqkqkqkqk',
    managementAccountId: '690000000009',
    root: 'r-qk71',
    ous: { [own.ou]: 'r-qk71', [sibling.ou]: 'r-qk71', 'ou-qk71-33333333': sibling.ou },
    accounts: [
      { ...own, badges: { team: 'blue' }, tagsRead: true },
      { ...sibling, badges: { team: 'red' }, tagsRead: true },
      { ...unknown, ou: undefined, badges: {}, tagsRead: false },
      { id: '690000000009', ou: 'ou-qk71-33333333', badges: { team: 'red' }, tagsRead: true },
    ],
  },
  {
    id: 'o-zyzyzyzyzy',
    managementAccountId: '680000000008',
    root: 'r-zy98',
    ous: { 'ou-zy98-44444444': 'r-zy98' },
    accounts: [{ id: '630000000003', ou: 'ou-zy98-44444444', badges: { team: 'red' }, tagsRead: true }],
  },
]
const words = wordsOf(estate)
const foreignWords = [...[...words].flatMap(([word, accounts]) => (accounts.includes(own.id) ? [] : [word])), ...tellingCounts]

const scopes = { 'by OU id': `ou:${own.ou}/**`, 'by badge': 'badge:team=blue', 'by account': `account:${own.id}` }
const everything = roleCatalogue['domain-admin'].permissions
const actors = new Map<string, Actor>(
  Object.entries(scopes).map(([name, scope]) => [
    name,
    { kind: 'person', id: 'user:viewer', ...combineGrants([{ permissions: everything, scope }]) },
  ]),
)
actors.set('everywhere', { kind: 'person', id: 'user:admin', permissions: everything })

const server = await openScopedServer(db, actors)
after(async () => {
  await server.close()
  await database.close()
})
const runs = await storeEstate(db, estate)
const jobIds = (await sql<{ id: string }>`select id from pgboss.job`.execute(db)).rows.map(({ id }) => id)
const fillings: Fillings = {
  organizationIds: estate.map(({ id }) => id),
  accountIds: estate.flatMap(({ accounts }) => accounts.map(({ id }) => id)),
  placeIds: estate.flatMap(({ root, ous }) => [root, ...Object.keys(ous)]),
  policyIds: [...words.keys()].filter((word) => word.startsWith('p-')),
  syncIds: [...runs.values()].map(([over]) => over!),
  jobIds,
  channels: estate.map(({ id }) => channelOf(id)),
}

async function ask(viewer: string, { method, url, payload, accept }: Ask) {
  const headers = { authorization: viewer, ...(accept === undefined ? {} : { accept }) }
  const response = await server.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  const { etag, link, location } = response.headers
  return { status: response.statusCode, text: [response.body, etag, link, location].join(' ') }
}

/** What was asked for comes back in an error, and that is no leak: it is left out before looking. */
function leaksIn(text: string, { url, payload }: Ask): string[] {
  const asked = `${url} ${JSON.stringify(payload)}`
  const rest = foreignWords.filter((word) => asked.includes(word)).reduce((left, word) => left.replaceAll(word, ''), text)
  return foreignWords.filter((word) => rest.includes(word))
}

const scoped = mountedRoutes.filter(({ spec }) => spec.reach === 'scoped')
for (const route of scoped) {
  const asks = asksOf(route, fillings)
  if (asks.length === 0) continue
  test(`${route.method} ${route.path} tells somebody bound to a scope nothing of other accounts`, async () => {
    for (const viewer of Object.keys(scopes)) {
      for (const each of asks) {
        const { status, text } = await ask(viewer, each)
        const label = `${each.url} ${JSON.stringify(each.payload)} for a viewer bound ${viewer}: ${status} ${text}`
        assert.ok([200, 404, 409, 422].includes(status), label)
        assert.deepEqual(leaksIn(text, each), [], label)
      }
    }
  })
}

test('what is foreign does exist for somebody who sees everything, so that the tests above can fail', async () => {
  let all = ''
  for (const route of scoped) for (const each of asksOf(route, fillings)) all += (await ask('everywhere', each)).text
  const hidden = foreignWords.filter((word) => !all.includes(word))
  assert.deepEqual(hidden, [])
})

/** The same question about something that is not there at all, in the same form. */
const absent: Readonly<Record<string, string>> = {
  [sibling.id]: '555555555555',
  'o-zyzyzyzyzy': 'o-yyyyyyyyyy',
  [sibling.ou]: 'ou-qk71-00000000',
  [policyOf(sibling.ou)]: 'p-0000000000000000',
  [runs.get('o-zyzyzyzyzy')![0]!]: crypto.randomUUID(),
  [jobIds[1]!]: crypto.randomUUID(),
}

test('what lies beyond the scope is answered in the very words of what does not exist', async () => {
  let compared = 0
  for (const route of scoped) {
    for (const each of asksOf(route, fillings)) {
      const named = Object.keys(absent).filter((id) => `${each.url} ${JSON.stringify(each.payload)}`.includes(id))
      const [foreign] = named
      if (foreign === undefined || named.length > 1) continue
      const swap = (text: string) => text.replaceAll(foreign, absent[foreign]!)
      const payload = each.payload === undefined ? {} : { payload: JSON.parse(swap(JSON.stringify(each.payload))) as object }
      const [beyond, nothing] = [await ask('by OU id', each), await ask('by OU id', { ...each, url: swap(each.url), ...payload })]
      assert.deepEqual({ ...beyond, text: swap(beyond.text) }, nothing, `${each.url} ${JSON.stringify(each.payload)}`)
      compared++
    }
  }
  assert.ok(compared > 30, `${compared} questions were compared`)
})

test('a filter by what lies beyond the scope finds what a filter by nothing at all finds', async () => {
  let compared = 0
  for (const { method, path, spec } of scoped) {
    const shape = (spec.query as { readonly shape?: object } | undefined)?.shape
    if (method !== 'GET' || shape === undefined) continue
    const [first] = asksOf({ method, path, spec } as never, { ...fillings, organizationIds: ['o-qkqkqkqkqk'], accountIds: [own.id] })
    for (const name of Object.keys(shape).filter((each) => !['limit', 'cursor', 'sort', 'total'].includes(each))) {
      for (const [foreign, nothing] of Object.entries(absent)) {
        const values = [foreign, ...(name === 'selector' ? [`account:${foreign}`, `ou:${foreign}/**`, `organization:${foreign}`] : [])]
        for (const value of values) {
          const at = (text: string): Ask => ({
            method: 'GET',
            url: `${first!.url}${first!.url.includes('?') ? '&' : '?'}${new URLSearchParams({ [name]: text }).toString()}`,
          })
          const swapped = value.replaceAll(foreign, nothing)
          const [beyond, none] = [await ask('by OU id', at(value)), await ask('by OU id', at(swapped))]
          assert.deepEqual({ ...beyond, text: beyond.text.replaceAll(foreign, nothing) }, none, `${path} ${name}=${value}`)
          compared++
        }
      }
    }
  }
  assert.ok(compared > 200, `${compared} filters were compared`)
})

/** A cursor that somebody who sees everything was given, and one with a key beside it that nobody has. */
async function cursorsOf(path: string, sort: string | undefined): Promise<readonly string[]> {
  const cursors: string[] = []
  let cursor: string | undefined
  do {
    const query = new URLSearchParams({ limit: '1', ...(sort === undefined ? {} : { sort }), ...(cursor === undefined ? {} : { cursor }) })
    const { text } = await ask('everywhere', { method: 'GET', url: `${path}?${query.toString()}` })
    cursor = (JSON.parse(text.slice(0, text.lastIndexOf('}') + 1)) as { nextCursor: string | null }).nextCursor ?? undefined
    if (cursor !== undefined) cursors.push(cursor)
  } while (cursor !== undefined && cursors.length < 60)
  return cursors
}

/** Another key at the same place among the keys in reach: nothing of one's own lies between the two. */
function besides(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const foreign = [sibling.id, unknown.id, '690000000009', '630000000003'].find((id) => text.includes(id))
  return foreign === undefined ? undefined : Buffer.from(text.replaceAll(foreign, `${foreign.slice(0, -1)}0`)).toString('base64url')
}

const sortsOf = (query: unknown): readonly (string | undefined)[] => {
  const shape = (
    query as { readonly shape?: Readonly<Record<string, { readonly unwrap?: () => { readonly options?: readonly string[] } }>> }
  ).shape
  return [undefined, ...(shape?.['sort']?.unwrap?.().options ?? [])]
}

for (const { method, path, spec } of scoped) {
  const shape = (spec.query as { readonly shape?: object } | undefined)?.shape
  if (method !== 'GET' || shape === undefined || !('cursor' in shape)) continue
  test(`a cursor of GET ${path} that names what is foreign tells nothing, not even that it exists`, async () => {
    const urls = [
      ...new Set(asksOf({ method, path, spec } as never, { ...fillings, organizationIds: ['o-qkqkqkqkqk'] }).map(({ url }) => url)),
    ]
    for (const url of urls) {
      for (const sort of sortsOf(spec.query)) {
        for (const cursor of await cursorsOf(url, sort)) {
          const page = async (at: string) => {
            const query = new URLSearchParams({ cursor: at, ...(sort === undefined ? {} : { sort }) })
            const { status, text } = await ask('by OU id', { method: 'GET', url: `${url}?${query.toString()}` })
            assert.equal(status, 200, text)
            assert.deepEqual(leaksIn(text, { method: 'GET', url }), [], `${url} after ${Buffer.from(at, 'base64url').toString('utf8')}`)
            return text
          }
          const told = await page(cursor)
          const other = besides(cursor)
          if (other !== undefined)
            assert.equal(await page(other), told.replaceAll(cursor, other), Buffer.from(cursor, 'base64url').toString())
        }
      }
    }
  })
}

test('somebody bound to a scope sees what is theirs: the account, the places above, the policies in force, the syncs and jobs of its organization', async () => {
  for (const viewer of Object.keys(scopes)) {
    const read = async <T>(url: string): Promise<T> => {
      const { status, text } = await ask(viewer, { method: 'GET', url })
      assert.equal(status, 200, `${url} ${viewer} ${text}`)
      return JSON.parse(text.slice(0, text.lastIndexOf('}') + 1)) as T
    }
    type List<Item> = { readonly items: readonly Item[] }
    const accounts = await read<List<{ accountId: string; statusReason: string }>>('/v1/accounts')
    assert.deepEqual(
      accounts.items.map(({ accountId }) => accountId),
      [own.id],
    )
    assert.match(accounts.items[0]!.statusReason, /^User: arn:aws:sts::\*{12}:assumed-role/)
    const tree = await read<{ root: { children: { id: string }[] } }>('/v1/organizations/o-qkqkqkqkqk/tree')
    assert.deepEqual(
      tree.root.children.map(({ id }) => id),
      [own.ou],
    )
    const chain = await read<{ levels: { targetId: string; scps: { name: string }[] }[] }>(`/v1/accounts/${own.id}/policies`)
    assert.deepEqual(
      chain.levels.map(({ targetId, scps }) => [targetId, scps.map(({ name }) => name).join()]),
      ['r-qk71', own.ou, own.id].map((target) => [target, policyName(target)]),
    )
    type Sync = { status: string; progress: object; calls: number | null; changes: object; unseen: string[]; error: string | null }
    const syncs = await read<List<Sync>>('/v1/organizations/o-qkqkqkqkqk/syncs')
    const over = syncs.items.find(({ status }) => status === 'partial')
    const running = syncs.items.find(({ status }) => status === 'running')
    assert.deepEqual(over?.progress, { found: 1, synced: 1, failed: 1, remaining: 0 })
    assert.deepEqual([over?.calls, over?.changes, over?.unseen], [null, { renamed: 1 }, ['Not all of the organization could be read.']])
    assert.deepEqual(running?.progress, { found: 1, synced: null, failed: null, remaining: null })
    const events = await read<List<{ kind: string; subjectId: string; before: unknown }>>('/v1/organizations/o-qkqkqkqkqk/events')
    assert.deepEqual(events.items.find(({ kind }) => kind === 'moved')?.before, {
      orgPath: '************',
      pathIds: `o-qkqkqkqkqk/r-qk71/************/`,
    })
    assert.ok(events.items.some(({ subjectId }) => subjectId === `${policyOf('r-qk71')}@r-qk71`))
    const jobs = await read<List<{ name: string; error: string | null }>>('/v1/jobs')
    assert.deepEqual(
      jobs.items.map(({ name, error }) => [name, error]),
      [['organizations.sync-organization', 'Whoever sees the whole organization can read why.']],
    )
    const denials = await read<List<{ accountId: string; principalArn: string }>>('/v1/denials')
    assert.deepEqual(
      denials.items.map(({ accountId, principalArn }) => [accountId, principalArn]),
      [[own.id, 'arn:aws:sts::************:assumed-role/Reeve-Org/reeve']],
    )
  }
})

test('a prediction counts the accounts in scope, and says that it counts no others', async () => {
  const edit = {
    kind: 'attach_new',
    targetId: 'r-qk71',
    document: '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}',
  }
  const predict = async (viewer: string) => {
    const { text } = await ask(viewer, { method: 'POST', url: '/v1/organizations/o-qkqkqkqkqk/what-if', payload: { edit } })
    return JSON.parse(text.slice(0, text.lastIndexOf('}') + 1)) as { predictions: { accounts: number }[]; notes: string[] }
  }
  assert.deepEqual([(await predict('by OU id')).predictions[0]?.accounts, (await predict('everywhere')).predictions[0]?.accounts], [1, 4])
  assert.match((await predict('by OU id')).notes.join(), /within your reach/)
  assert.deepEqual((await predict('everywhere')).notes, [])
})

test('counts, searches and filters stop at the scope', async () => {
  const read = async (url: string) => (await server.inject({ url, headers: { authorization: 'by OU id' } })).json<Record<string, unknown>>()
  const organization = await read('/v1/organizations/o-qkqkqkqkqk')
  assert.deepEqual(organization['accounts'], { total: 1, imported: 1, excluded: 0, suspended: 0, detached: 0, attention: 1 })
  for (const filter of ['q=name-of-62', `q=${sibling.id}`, 'status=ok', 'badge=team%3Dred', 'selector=not%20badge%3Ateam%3Dblue'])
    assert.deepEqual((await read(`/v1/accounts?${filter}`))['items'], [], filter)
  assert.equal((await read('/v1/accounts?total=true&limit=1'))['total'], 1)
  assert.equal((await read(`/v1/organizations/${nicknameOf('o-zyzyzyzyzy')}`))['code'], 'organization_not_found')
})

test('a write beyond the scope finds nothing there, and one within it works', async () => {
  const set = (account: string) =>
    server.inject({
      method: 'PUT',
      url: `/v1/accounts/${account}/badges/note`,
      payload: { value: 'x' },
      headers: { authorization: 'by OU id' },
    })
  assert.equal((await set(sibling.id)).statusCode, 404)
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

test('somebody bound to a scope has notification channels of their own, whose names tell nothing of the site’s', async () => {
  const taken = channelOf('o-qkqkqkqkqk')
  const add = (viewer: string) =>
    server.inject({
      method: 'POST',
      url: '/v1/notifications/channels',
      headers: { authorization: viewer },
      payload: { name: taken, webhook: { url: 'https://receiver.example/' }, subscriptions: [{ kinds: ['*'] }] },
    })
  assert.deepEqual(
    [(await add('everywhere')).statusCode, (await add('by OU id')).statusCode, (await add('by OU id')).statusCode],
    [409, 201, 409],
  )
  const list = async (viewer: string) =>
    (await server.inject({ url: '/v1/notifications/channels', headers: { authorization: viewer } })).json<{
      items: { name: string; boundTo: string | null }[]
    }>().items
  assert.deepEqual(
    (await list('by OU id')).map(({ name, boundTo }) => [name, boundTo]),
    [[taken, 'user:viewer']],
  )
  assert.equal((await list('everywhere')).length, estate.length + 1)
  const removed = await server.inject({
    method: 'DELETE',
    url: `/v1/notifications/channels/${taken}`,
    headers: { authorization: 'by OU id' },
  })
  assert.deepEqual([removed.statusCode, (await list('everywhere')).length], [204, estate.length])
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
      created_at: at,
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
  const listed = (await server.inject({ url: '/v1/badges', headers: { authorization: 'by account' } })).json<{
    items: { key: string; boundsPeople: boolean }[]
  }>()
  assert.deepEqual(
    listed.items.map(({ key, boundsPeople }) => [key, boundsPeople]),
    [
      ['note', false],
      ['team', true],
    ],
  )
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
  assert.deepEqual([...new Set(await seen())], [5])
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

/** Tables that scoped requests meet whole: they hold nothing of the estate, and only routes that nobody bound to a scope may call show them. */
const notNarrowed = [
  // Who signs in and may do what; setBadge asks here which badges decide that.
  /^(person|sign_in|scim|identity|used_second_factor|one_time_link|password_reset|role_binding|custom_role|api_token)/,
  // The trail's seals and where it is kept; its events are narrowed.
  /^audit_(checkpoint|key|retention|seal|sink)/,
  // What Reeve runs on.
  /^(bucket|lease|schema_migration|sealing_key|system_mail|notification_told)$/,
]

test('every table is narrowed or was looked at: a new one tells the scoped nothing by accident', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and not exists (select 1 from pg_class v where v.relnamespace = 'reeve_scoped'::regnamespace and v.relkind = 'v' and v.relname = c.relname)
    order by c.relname`.execute(db)
  assert.deepEqual(
    rows.map(({ name }) => name).filter((name) => !notNarrowed.some((pattern) => pattern.test(name))),
    [],
  )
})

test('triggers read the tables, also for a narrowed connection: a migration that adds a function sets its search path', async () => {
  const { rows } = await sql<{ name: string }>`
    select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'
      and not exists (select 1 from unnest(proconfig) setting where setting like 'search_path=%')`.execute(db)
  assert.deepEqual(rows, [])
})
