import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppError } from '#lib/app-error.ts'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import { openPeopleStand } from '#test/support/people-stand.ts'
import { openDirectory } from '#test/support/scim-directory.ts'

const stand = await openPeopleStand()
const { db, call } = stand
after(() => stand.close())
const admin = await stand.newcomer({ role: 'domain-admin' })
const grants = [
  { claim: 'displayName', value: 'aws-editors', role: 'editor', scope: 'account:111122223333' },
  { claim: 'externalId', value: 'group-7', role: 'viewer' },
]
const directory = await openDirectory(stand, { cookie: admin.cookie, form: { grants } })
const other = await openDirectory(stand, { id: 'entra', cookie: admin.cookie })
const { send, createUser, createGroup } = directory

type List = { totalResults: number; itemsPerPage: number; startIndex: number; Resources: { id: string; [name: string]: unknown }[] }
type Problem = { schemas: string[]; status: string; scimType?: string; detail: string }
const find = async (path: string, filter: string) => (await send<List>('GET', `${path}?filter=${encodeURIComponent(filter)}`)).body
const person = async (id: string) =>
  (await call('GET', '/v1/people?limit=1000', { cookie: admin.cookie }))
    .json<{ items: { id: string; email: string; name: string; disabledAt: string | null; managedBy: object | null; roles: object[] }[] }>()
    .items.find((one) => one.id === id)
const latest = async (action: string) => (await listAuditEvents(db, { action }, { limit: 1 }))[0]

test('a provisioned person is a person of Reeve without a password, managed by the directory', async () => {
  const { id } = await createUser({
    userName: 'Pat@Example.com',
    name: { givenName: 'Pat', familyName: 'Doe' },
    emails: [
      { value: 'home@example.com', type: 'home' },
      { value: 'Pat.Doe@Example.com', type: 'work' },
    ],
    title: 'Not kept',
    password: 'Not kept either',
  })
  const found = await person(id)
  assert.deepEqual(
    [found?.email, found?.name, found?.managedBy, found?.disabledAt],
    ['pat.doe@example.com', 'Pat Doe', { connection: 'okta', name: 'okta' }, null],
  )
  const shown = await send('GET', `/Users/${id}`)
  assert.deepEqual([shown.body['title'], shown.body['password'], shown.body['userName']], [undefined, undefined, 'Pat@Example.com'])
  assert.match((shown.body['meta'] as { location: string }).location, new RegExp(`^http://reeve.test/scim/v2/Users/${id}$`))
  const event = await latest('scim.user_created')
  assert.deepEqual([event?.actor, event?.subject, event?.result], ['scim:okta', `person:${id}`, 'done'])
  assert.equal(JSON.stringify(event).includes('Not kept'), false)
})

test('409 uniqueness: userName in any case and externalId are taken once in a directory, and may recur in another', async () => {
  const { userName } = await createUser({ externalId: 'taken', emails: [{ value: 'taken@example.com' }] })
  for (const body of [
    { userName: userName.toUpperCase() },
    { userName: 'fresh', externalId: 'taken' },
    { userName: 'fresh2', emails: [{ value: 'TAKEN@example.com' }] },
  ]) {
    const reply = await send<Problem>('POST', '/Users', { body })
    assert.deepEqual([reply.status, reply.body.status, reply.body.scimType], [409, '409', 'uniqueness'], JSON.stringify(reply.body))
    assert.deepEqual(reply.body.schemas, ['urn:ietf:params:scim:api:messages:2.0:Error'])
  }
  await other.createUser({ userName: 'elsewhere', externalId: 'taken' })
})

test('an administrator who signs in here is not taken over by e-mail, and the attempt is in the trail', async () => {
  const reply = await send<Problem>('POST', '/Users', { body: { userName: 'mallory', emails: [{ value: admin.email, primary: true }] } })
  assert.deepEqual([reply.status, reply.body.scimType], [409, 'uniqueness'])
  const { id } = await createUser({ emails: [{ value: 'harmless@example.com' }] })
  const moved = await send<Problem>('PATCH', `/Users/${id}`, {
    body: { Operations: [{ op: 'replace', path: 'emails', value: [{ value: admin.email }] }] },
  })
  assert.deepEqual([moved.status, moved.body.scimType], [409, 'uniqueness'])
  assert.equal((await person(id))?.email, 'harmless@example.com')
  const event = await latest('scim.user_changed')
  assert.deepEqual([event?.result, event?.actor, event?.subject], ['refused', 'scim:okta', `person:${id}`])
})

test('a directory sees and changes its own people and groups, and nobody else', async () => {
  const { id } = await other.createUser()
  const group = await other.createGroup('elsewhere')
  assert.equal((await send('GET', `/Users/${id}`)).status, 404)
  assert.equal(
    (await send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'replace', path: 'active', value: false }] } })).status,
    404,
  )
  assert.equal((await send('DELETE', `/Groups/${group}`)).status, 404)
  const reply = await send<Problem>('POST', '/Groups', { body: { displayName: 'mine', members: [{ value: id }] } })
  assert.deepEqual([reply.status, reply.body.scimType], [400, 'invalidValue'])
  assert.equal((await find('/Groups', 'displayName eq "mine"')).totalResults, 0)
  assert.equal((await find('/Users', `id eq "${id}"`)).totalResults, 0)
  assert.equal((await send('GET', '/Users/not-an-id')).status, 404)
})

test('active false ends sessions, tokens and links in the same transaction; true lets in again, but not whom an administrator holds', async () => {
  const { id } = await createUser()
  const session = async () =>
    db
      .insertInto('person_session')
      .values({ token: crypto.randomUUID(), person_id: id, expires_at: new Date(Date.now() + 3600_000) })
      .execute()
  const sessions = async () => (await db.selectFrom('person_session').select('id').where('person_id', '=', id).execute()).length
  const setActive = async (value: unknown) => {
    const reply = await send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'Replace', path: 'active', value }] } })
    assert.equal(reply.status, 200)
    return reply.body['active']
  }
  await session()
  await db
    .insertInto('api_token')
    .values({
      id: crypto.randomUUID(),
      name: `of-${id}`,
      token_hash: Buffer.alloc(32, 7),
      token_prefix: 'x',
      role: 'viewer',
      created_by: `user:${id}`,
      created_at: new Date(),
    })
    .execute()
  assert.equal(await setActive('False'), false)
  assert.equal(await sessions(), 0)
  const token = await db.selectFrom('api_token').select('revoked_at').where('created_by', '=', `user:${id}`).executeTakeFirstOrThrow()
  assert.notEqual(token.revoked_at, null)
  assert.notEqual((await person(id))?.disabledAt, null)
  const event = await latest('scim.user_changed')
  const { ended } = (event ?? assert.fail('no event')).after as { ended: { sessions: number } }
  assert.deepEqual([event?.before, ended.sessions], [{ active: true }, 1])

  const byHand = await call('PATCH', `/v1/people/${id}`, { cookie: admin.cookie, payload: { disabled: false } })
  assert.deepEqual([byHand.statusCode, byHand.json<{ code: string }>().code], [409, 'person_managed'])
  await setActive('True')
  assert.equal((await person(id))?.disabledAt, null)

  assert.equal((await call('PATCH', `/v1/people/${id}`, { cookie: admin.cookie, payload: { disabled: true } })).statusCode, 200)
  await setActive(false)
  await setActive(true)
  assert.notEqual((await person(id))?.disabledAt, null)
  assert.equal((await call('PATCH', `/v1/people/${id}`, { cookie: admin.cookie, payload: { disabled: false } })).statusCode, 200)
  assert.equal((await person(id))?.disabledAt, null)
})

test('a directory that says nothing of active changes nothing: leaving it out lets nobody in again', async () => {
  const { id, userName } = await createUser({ active: false })
  assert.notEqual((await person(id))?.disabledAt, null)
  assert.equal((await send('PUT', `/Users/${id}`, { body: { userName } })).status, 200)
  assert.notEqual((await person(id))?.disabledAt, null)
  assert.equal((await send('PUT', `/Users/${id}`, { body: { userName, active: true } })).status, 200)
  assert.equal((await person(id))?.disabledAt, null)
})

test('a deleted person is gone with their sessions, may come again, and the trail keeps the name', async () => {
  const { id, userName } = await createUser({ displayName: 'Gone Soon' })
  const group = await createGroup('leavers', [id])
  assert.equal((await send('DELETE', `/Users/${id}`)).status, 204)
  assert.equal((await send('GET', `/Users/${id}`)).status, 404)
  assert.equal((await send('DELETE', `/Users/${id}`)).status, 404)
  assert.equal(await person(id), undefined)
  assert.equal((await send('GET', `/Groups/${group}`)).body['members'], undefined)
  const before = (await latest('scim.user_deleted'))?.before as { name: string; userName: string }
  assert.deepEqual([before.name, before.userName], ['Gone Soon', userName])
  await createUser({ userName })
})

test('groups give the roles of the mapping at once, by name or by the directory’s id, and take back only what they gave', async () => {
  const { id } = await createUser()
  assert.equal(
    (await call('PUT', `/v1/people/${id}/roles`, { cookie: admin.cookie, payload: { roles: [{ role: 'auditor' }] } })).statusCode,
    200,
  )
  const group = await createGroup('aws-editors')
  const patch = (body: object) => send('PATCH', `/Groups/${group}`, { body })
  const added = await patch({ Operations: [{ op: 'Add', path: 'members', value: [{ value: id }] }] })
  assert.equal(added.status, 204)
  const byHand = { role: 'auditor', scope: null, source: 'here' }
  const editor = { role: 'editor', scope: 'account:111122223333', source: 'scim:okta' }
  assert.deepEqual((await person(id))?.roles, [byHand, editor])
  const told = (await latest('scim.group_changed'))?.after as { added: string[] }
  assert.deepEqual(told.added, [id])
  assert.deepEqual((await send('GET', `/Users/${id}`)).body['groups'], [
    { value: group, $ref: `http://reeve.test/scim/v2/Groups/${group}`, display: 'aws-editors', type: 'direct' },
  ])

  await patch({ Operations: [{ op: 'replace', value: { displayName: 'renamed' } }] })
  assert.deepEqual((await person(id))?.roles, [byHand])
  await patch({ Operations: [{ op: 'replace', path: 'externalId', value: 'group-7' }] })
  assert.deepEqual((await person(id))?.roles, [byHand, { role: 'viewer', scope: null, source: 'scim:okta' }])
  await patch({ Operations: [{ op: 'remove', path: `members[value eq "${id}"]` }] })
  assert.deepEqual((await person(id))?.roles, [byHand])
  assert.equal((await call('PUT', `/v1/people/${id}/roles`, { cookie: admin.cookie, payload: { roles: [] } })).statusCode, 200)
})

test('a new mapping counts at once for everybody in its groups', async () => {
  const { id } = await createUser()
  await createGroup('operators', [id])
  assert.deepEqual((await person(id))?.roles, [])
  const put = (payload: object, headers = {}) =>
    stand.server.inject({
      method: 'PUT',
      url: '/v1/scim-connections/okta',
      payload,
      headers: { host: 'reeve.test', origin: 'http://reeve.test', cookie: admin.cookie, ...headers },
    })
  const reply = await put({ name: 'okta', grants: [...grants, { value: 'operators', role: 'operator' }] })
  assert.equal(reply.statusCode, 200, reply.body)
  assert.deepEqual((await person(id))?.roles, [{ role: 'operator', scope: null, source: 'scim:okta' }])
  const overtaken = await put({ name: 'okta', grants }, { 'if-match': '"1"' })
  assert.equal(overtaken.statusCode, 412)
  assert.equal((await put({ name: 'okta', grants }, { 'if-match': String(reply.headers['etag']) })).statusCode, 200)
  assert.deepEqual((await person(id))?.roles, [])
})

test('every dialect of adding, replacing and removing members', async () => {
  const [a, b, c] = [await createUser(), await createUser(), await createUser()].map(({ id }) => id) as [string, string, string]
  const group = await createGroup('dialects')
  const members = async () =>
    ((await send<{ members?: { value: string }[] }>('GET', `/Groups/${group}`)).body.members ?? []).map(({ value }) => value).toSorted()
  const patch = async (...Operations: object[]) =>
    (await send<Problem>('PATCH', `/Groups/${group}`, { body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations } }))
      .status
  assert.equal(await patch({ op: 'add', path: 'members', value: [{ value: a }, { value: b }, { value: a }] }), 204)
  assert.deepEqual(await members(), [a, b].toSorted())
  assert.equal(await patch({ op: 'Remove', path: 'members', value: [{ value: a }] }), 204)
  assert.deepEqual(await members(), [b])
  assert.equal(await patch({ op: 'add', value: { members: [{ value: c }] } }), 204)
  assert.equal(await patch({ op: 'remove', path: `members[value eq "${b}" or value eq "${a}"]` }), 204)
  assert.deepEqual(await members(), [c])
  assert.equal(await patch({ op: 'replace', path: 'members', value: [{ value: a }, { value: b }] }), 204)
  assert.deepEqual(await members(), [a, b].toSorted())
  assert.equal(await patch({ op: 'remove', path: 'members' }, { op: 'add', path: 'members', value: { value: c } }), 204)
  assert.deepEqual(await members(), [c])
  assert.equal(await patch({ op: 'remove', path: 'members' }), 204)
  assert.deepEqual(await members(), [])
  assert.equal(await patch({ op: 'remove', path: 'members[value eq "2819c223"]' }), 204)
  assert.equal(await patch({ op: 'add', path: 'members', value: [{ value: a }, { value: crypto.randomUUID() }] }), 400)
  assert.deepEqual(await members(), [])
  assert.equal(await patch({ op: 'add', path: 'members', value: [{ value: group, type: 'Group' }] }), 400)
  const shown = await send('PATCH', `/Groups/${group}?attributes=members`, {
    body: { Operations: [{ op: 'add', path: 'members', value: [{ value: a }] }] },
  })
  assert.deepEqual([shown.status, (shown.body['members'] as object[]).length, shown.body['displayName']], [200, 1, undefined])
})

test('two groups of a directory never share a name or an id, because these decide roles', async () => {
  await createGroup('Unique')
  const reply = await send<Problem>('POST', '/Groups', { body: { displayName: 'unique' } })
  assert.deepEqual([reply.status, reply.body.scimType], [409, 'uniqueness'])
})

test('the version of a thing is its ETag: unchanged is 304, overtaken is 412, and what changes nothing keeps it', async () => {
  const { id } = await createUser({ displayName: 'One' })
  const first = await send('GET', `/Users/${id}`)
  const etag = String(first.headers['etag'])
  assert.deepEqual([etag, (first.body['meta'] as { version: string }).version], ['W/"1"', 'W/"1"'])
  assert.equal((await send('GET', `/Users/${id}`, { headers: { 'if-none-match': etag } })).status, 304)
  const patch = (displayName: string, headers = {}) =>
    send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'replace', path: 'displayName', value: displayName }] }, headers })
  assert.equal((await patch('One', { 'if-match': etag })).headers['etag'], etag)
  assert.equal((await patch('Two', { 'if-match': etag })).headers['etag'], 'W/"2"')
  assert.equal((await patch('Three', { 'if-match': etag })).status, 412)
  assert.equal((await send('DELETE', `/Users/${id}`, { headers: { 'if-match': etag } })).status, 412)
  await createGroup('versions', [id])
  assert.equal((await send('GET', `/Users/${id}`)).headers['etag'], 'W/"3"')
})

test('attributes and excludedAttributes choose what is shown, also of lists; the id always is', async () => {
  const { id, userName } = await createUser({
    name: { givenName: 'G', familyName: 'F' },
    emails: [{ value: 'chosen@example.com', type: 'work' }],
  })
  const show = async (query: string) => (await send('GET', `/Users/${id}?${query}`)).body
  assert.deepEqual(Object.keys(await show('attributes=userName,name.givenName')).toSorted(), ['id', 'name', 'schemas', 'userName'])
  assert.deepEqual((await show('attributes=NAME.givenName'))['name'], { givenName: 'G' })
  assert.deepEqual((await show('excludedAttributes=emails.type,meta'))['emails'], [{ value: 'chosen@example.com' }])
  assert.equal((await show('excludedAttributes=id,urn:ietf:params:scim:schemas:core:2.0:User:emails'))['id'], id)
  const searched = await send<List>('POST', '/Users/.search', { body: { filter: `userName eq "${userName}"`, attributes: ['externalId'] } })
  assert.deepEqual([searched.status, Object.keys(searched.body.Resources[0] ?? {}).toSorted()], [200, ['externalId', 'id', 'schemas']])
})

const faults: readonly (readonly [
  string,
  'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  string,
  object | undefined,
  number,
  string | undefined,
])[] = [
  ['a filter that cannot be read', 'GET', '/Users?filter=userName%20eq', undefined, 400, 'invalidFilter'],
  ['a filter by what is not kept', 'GET', '/Users?filter=title%20pr', undefined, 400, 'invalidFilter'],
  ['text where a time belongs', 'GET', '/Users?filter=meta.created%20gt%20%22x%22', undefined, 400, 'invalidFilter'],
  ['a count that is no number', 'GET', '/Users?count=many', undefined, 400, 'invalidValue'],
  ['a person without a userName', 'POST', '/Users', { displayName: 'x' }, 400, 'invalidValue'],
  ['a group without a name', 'POST', '/Groups', {}, 400, 'invalidValue'],
  ['a patch without operations', 'PATCH', '/Users/x', {}, 400, 'invalidValue'],
  ['an unknown person', 'PUT', `/Users/${crypto.randomUUID()}`, { userName: 'x' }, 404, undefined],
  ['an unknown group', 'GET', `/Groups/${crypto.randomUUID()}`, undefined, 404, undefined],
  ['an address that is none', 'GET', '/Gadgets', undefined, 404, undefined],
  ['a method that is none', 'POST', '/ServiceProviderConfig', {}, 405, undefined],
  ['a bulk request, which is not supported', 'POST', '/Bulk', { Operations: [] }, 404, undefined],
]
for (const [name, method, path, body, status, scimType] of faults) {
  test(`${status} ${scimType ?? ''}: ${name}`, async () => {
    const reply = await send<Problem>(method, path, body === undefined ? {} : { body })
    assert.deepEqual([reply.status, reply.body.status, reply.body.scimType], [status, String(status), scimType], JSON.stringify(reply.body))
  })
}

test('what is not JSON is invalidSyntax, and nothing is done without a token that holds', async () => {
  const raw = await stand.server.inject({
    method: 'POST',
    url: '/scim/v2/Users',
    headers: { authorization: `Bearer ${directory.token}`, 'content-type': 'application/scim+json' },
    payload: '{',
  })
  assert.deepEqual([raw.statusCode, raw.json<Problem>().scimType], [400, 'invalidSyntax'])
  const none = await stand.server.inject({ url: '/scim/v2/Users' })
  assert.deepEqual([none.statusCode, none.json<Problem>().status, none.headers['www-authenticate']], [401, '401', 'Bearer realm="reeve"'])
  for (const as of ['reeve_scim_nonsense', `reeve_scim_${'x'.repeat(43)}`, stand.operator.token]) {
    const { status } = await send('GET', '/Users', { as })
    assert.ok([401, 403].includes(status), `${as}: ${status}`)
  }
  assert.equal(
    (await stand.server.inject({ url: '/v1/accounts', headers: { authorization: `Bearer ${directory.token}` } })).statusCode,
    403,
  )
})

test('a token is shown once, works until it is replaced and the overlap is over, ends when revoked, and says when it was used', async () => {
  const rotating = await openDirectory(stand, { id: 'rotating', cookie: admin.cookie })
  const asks = async (as: string) => (await rotating.send('GET', '/ServiceProviderConfig', { as })).status
  const next = await rotating.newToken({ expiresInDays: 30, overlapHours: 2 })
  assert.deepEqual([await asks(rotating.token), await asks(next.token)], [200, 200])
  const began = stand.clock.now
  stand.clock.now = new Date(began.getTime() + 3 * 3_600_000)
  assert.deepEqual([await asks(rotating.token), await asks(next.token)], [401, 200])
  stand.clock.now = new Date(began.getTime() + 31 * 24 * 3_600_000)
  assert.equal(await asks(next.token), 401)
  stand.clock.now = began
  const show = async () =>
    (await call('GET', '/v1/scim-connections/rotating', { cookie: admin.cookie })).json<{
      tokens: { id: string; lastUsedAt: string | null }[]
    }>()
  const used = (await show()).tokens.find(({ id }) => id === next.id)
  assert.notEqual(used?.lastUsedAt, null)
  assert.equal(JSON.stringify(await show()).includes(next.token), false)
  assert.equal((await call('DELETE', `/v1/scim-connections/rotating/tokens/${next.id}`, { cookie: admin.cookie })).statusCode, 204)
  assert.equal(await asks(next.token), 401)
  const stored = JSON.stringify([await db.selectFrom('scim_token').selectAll().execute(), await listAuditEvents(db, {}, { limit: 1000 })])
  assert.equal(stored.includes(next.token), false)
})

test('the last domain admin and whoever keeps a password are beyond a directory’s reach: 403, and the trail says so', async () => {
  const { id } = await createUser()
  await db
    .insertInto('role_binding')
    .values({ id: crypto.randomUUID(), person_id: id, role: 'domain-admin', scope: null, created_at: new Date(), created_by: 'test' })
    .execute()
  await db.updateTable('person').set({ disabled_at: new Date() }).where('id', '<>', id).execute()
  const attempts = [
    () => send<Problem>('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'replace', value: { active: false } }] } }),
    () => send<Problem>('DELETE', `/Users/${id}`),
  ]
  for (const attempt of attempts) {
    const reply = await attempt()
    assert.deepEqual([reply.status, reply.body.detail.includes('last domain admin')], [403, true], JSON.stringify(reply.body))
    const event = (await listAuditEvents(db, { subject: `person:${id}` }, { limit: 1 }))[0]
    assert.deepEqual([event?.result, event?.actor], ['refused', 'scim:okta'])
  }
  assert.equal((await send('GET', `/Users/${id}`)).body['active'], true)
  await db.updateTable('person').set({ disabled_at: null }).execute()
  // Another administrator now remains, but this one is kept for the day the provider is away.
  await call('GET', '/v1/sign-in-settings', { cookie: admin.cookie })
  await db.updateTable('sign_in_setting').set({ break_glass_person_id: id }).execute()
  for (const attempt of attempts) assert.equal((await attempt()).status, 403)
  await db.updateTable('sign_in_setting').set({ break_glass_person_id: null }).execute()
  for (const attempt of attempts) assert.ok([200, 204].includes((await attempt()).status))
})

test('a connection that goes takes its roles and its people along, but nobody to whom something was given here', async () => {
  const gone = await openDirectory(stand, { id: 'gone', cookie: admin.cookie, form: { grants: [{ value: 'all', role: 'viewer' }] } })
  const [plain, kept] = [await gone.createUser(), await gone.createUser()]
  await db
    .insertInto('api_token')
    .values({
      id: crypto.randomUUID(),
      name: 'of-plain',
      token_hash: Buffer.alloc(32, 9),
      token_prefix: 'x',
      role: 'viewer',
      created_by: `user:${plain.id}`,
      created_at: new Date(),
    })
    .execute()
  await gone.createGroup('all', [plain.id, kept.id])
  await call('PUT', `/v1/people/${kept.id}/roles`, { cookie: admin.cookie, payload: { roles: [{ role: 'auditor' }] } })
  assert.equal((await call('DELETE', '/v1/scim-connections/gone', { cookie: admin.cookie })).statusCode, 204)
  assert.equal((await gone.send('GET', '/Users')).status, 401)
  assert.equal(await person(plain.id), undefined)
  const token = await db.selectFrom('api_token').select('revoked_at').where('name', '=', 'of-plain').executeTakeFirstOrThrow()
  assert.notEqual(token.revoked_at, null)
  const stays = await person(kept.id)
  assert.deepEqual([stays?.roles, stays?.managedBy], [[{ role: 'auditor', scope: null, source: 'here' }], null])
})

test('a mapping names roles and scopes that are there, and nobody maps more than they hold', async () => {
  const put = (payload: object) => call('PUT', '/v1/scim-connections/okta', { cookie: admin.cookie, payload: { name: 'okta', ...payload } })
  assert.equal((await put({ grants: [{ value: 'x', role: 'emperor' }] })).statusCode, 404)
  assert.equal((await put({ grants: [{ value: 'x', role: 'viewer', scope: 'name:prod*' }] })).statusCode, 400)
  assert.equal((await put({ identityProvider: 'nowhere' })).statusCode, 404)
  const groups = (await call('GET', '/v1/scim-connections/okta/groups?limit=2', { cookie: admin.cookie })).json<{
    items: { displayName: string; members: number }[]
    nextCursor: string | null
  }>()
  assert.equal(groups.items.length, 2)
  assert.notEqual(groups.nextCursor, null)
})

test('provisioning is in no role and no API token, and its tokens cross no network in clear text', async () => {
  const permissions = ['people:provision']
  const role = await call('PUT', '/v1/roles/provisioner', { cookie: admin.cookie, payload: { description: 'x', permissions } })
  const token = await call('POST', '/v1/tokens', { cookie: admin.cookie, payload: { name: 'provisioner', permissions } })
  assert.deepEqual([role.statusCode, token.statusCode], [400, 400])
  const exposed = createAuthenticate({ db, now: () => stand.clock.now, isTransportExposed: true })
  await assert.rejects(
    exposed({ authorization: `Bearer ${directory.token}` }),
    (error) => error instanceof AppError && error.code === 'insecure_transport',
  )
})
