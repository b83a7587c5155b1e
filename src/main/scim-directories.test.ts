import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openPeopleStand } from '#test/support/people-stand.ts'
import { openDirectory } from '#test/support/scim-directory.ts'

const stand = await openPeopleStand()
after(() => stand.close())
const admin = await stand.newcomer({ role: 'domain-admin' })
const base = await stand.server.listen({ host: '127.0.0.1', port: 0 })

type Body = Record<string, unknown> & {
  id: string
  totalResults?: number
  Resources?: Record<string, unknown>[]
  scimType?: string
  status?: string
}
type Reply = { readonly status: number; readonly body: Body; readonly headers: Headers }

/** Sends as a directory does over the network: its own headers on every request, those without a body too. */
async function sender(id: string, { query = '', headers = {} }: { readonly query?: string; readonly headers?: Record<string, string> }) {
  const { token } = await openDirectory(stand, { id, cookie: admin.cookie, form: { grants: [{ value: 'Test SCIMv2', role: 'viewer' }] } })
  return async (method: string, path: string, body?: object): Promise<Reply> => {
    const url = `${base}/scim/v2${path}${query === '' ? '' : `${path.includes('?') ? '&' : '?'}${query}`}`
    const reply = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json; charset=utf-8', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, body: (text === '' ? {} : JSON.parse(text)) as Body }
  }
}

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const core = { user: 'urn:ietf:params:scim:schemas:core:2.0:User', group: 'urn:ietf:params:scim:schemas:core:2.0:Group' }
const patch = (...Operations: readonly object[]): object => ({ schemas: [patchOp], Operations })
const by = (filter: string): string => `filter=${encodeURIComponent(filter).replaceAll('%20', '+')}`

/** https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups, its requests in its order. */
test('Entra ID: from testing the connection to deleting, every documented request gets its documented answer', async () => {
  const send = await sender('entra', { query: 'aadOptscim062020', headers: { 'user-agent': 'Microsoft Azure Provisioning' } })
  const probe = await send('GET', `/Users?${by(`userName eq "${crypto.randomUUID()}"`)}`)
  assert.deepEqual([probe.status, probe.body.totalResults, probe.body.Resources], [200, 0, []])
  assert.equal((await send('GET', '/Schemas')).status, 200)

  const created = await send('POST', '/Users', {
    schemas: [core.user, enterprise],
    externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
    userName: 'Test_User_ab6490ee-1e48-479e-a20b-2d77186b5dd1',
    active: true,
    emails: [{ primary: true, type: 'work', value: 'Test_User_fd0ea19b-0777-472c-9f96-4f70d2226f2e@testuser.com' }],
    meta: { resourceType: 'User' },
    name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
    roles: [],
    [enterprise]: { department: 'Sales', manager: { value: 'x' } },
  })
  assert.equal(created.status, 201, JSON.stringify(created.body))
  const { id } = created.body
  assert.equal(created.headers.get('location'), `http://reeve.test/scim/v2/Users/${id}`)
  assert.equal((await send('GET', `/Users/${id}`)).body['userName'], 'Test_User_ab6490ee-1e48-479e-a20b-2d77186b5dd1')
  for (const filter of [
    'userName eq "test_user_AB6490EE-1e48-479e-a20b-2d77186b5dd1"',
    'externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"',
    'emails[type eq "work"].value eq "test_user_fd0ea19b-0777-472c-9f96-4f70d2226f2e@testuser.com"',
  ])
    assert.equal((await send('GET', `/Users?${by(filter)}`)).body.Resources?.[0]?.['id'], id, filter)

  const changed = await send(
    'PATCH',
    `/Users/${id}`,
    patch(
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@microsoft.com' },
      { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
      { op: 'Add', path: `${enterprise}:department`, value: 'Marketing' },
    ),
  )
  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body['emails'], [{ primary: true, type: 'work', value: 'updatedEmail@microsoft.com' }])
  assert.equal((changed.body['name'] as { familyName: string }).familyName, 'updatedFamilyName')
  assert.equal(
    (await send('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'userName', value: '5b50642d@testuser.com' }))).body['userName'],
    '5b50642d@testuser.com',
  )
  const disabled = await send('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))
  assert.deepEqual([disabled.status, disabled.body['active']], [200, false])
  assert.equal((await send('GET', `/Users?${by('userName eq "5b50642d@testuser.com"')}`)).body.Resources?.[0]?.['active'], false)

  const group = await send('POST', '/Groups', {
    schemas: [core.group, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
    displayName: 'displayName',
    meta: { resourceType: 'Group' },
  })
  assert.equal(group.status, 201, JSON.stringify(group.body))
  const groupPath = `/Groups/${group.body.id}`
  const shown = await send('GET', `${groupPath}?excludedAttributes=members`)
  assert.deepEqual([shown.status, shown.body['displayName']], [200, 'displayName'])
  assert.equal((await send('GET', `/Groups?excludedAttributes=members&${by('displayName eq "displayName"')}`)).body.totalResults, 1)
  assert.equal((await send('PATCH', groupPath, patch({ op: 'Replace', path: 'displayName', value: '1879db59' }))).status, 204)
  assert.equal((await send('PATCH', groupPath, patch({ op: 'Add', path: 'members', value: [{ $ref: null, value: id }] }))).status, 204)
  const isMember = async (): Promise<unknown> =>
    (await send('GET', `/Groups?attributes=id&${by(`id eq "${group.body.id}" and members eq "${id}"`)}`)).body.totalResults
  assert.equal(await isMember(), 1)
  assert.equal((await send('PATCH', groupPath, patch({ op: 'Remove', path: 'members', value: [{ $ref: null, value: id }] }))).status, 204)
  assert.equal(await isMember(), 0)
  assert.equal((await send('DELETE', groupPath)).status, 204)
  assert.equal((await send('DELETE', `/Users/${id}`)).status, 204)
  assert.equal((await send('GET', `/Users/${id}`)).status, 404)
})

/** https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/ and its SCIM 2.0 test, request by request. */
test('Okta: from the first look to pushed groups, every documented request gets its documented answer', async () => {
  const send = await sender('okta', { headers: { 'user-agent': 'Okta SCIM Client 1.0.0', accept: 'application/scim+json' } })
  const first = await send('GET', '/Users?count=1&startIndex=1')
  assert.deepEqual([first.status, Array.isArray(first.body.Resources), first.body['startIndex']], [200, true, 1])
  const missing = await send('GET', '/Users/010101001010101011001010101011')
  assert.deepEqual(
    [missing.status, missing.body.status, (missing.body['schemas'] as string[])[0]],
    [404, '404', 'urn:ietf:params:scim:api:messages:2.0:Error'],
  )
  const userName = 'runscope300@okta.example'
  assert.equal((await send('GET', `/Users?${by(`userName eq "${userName}"`)}&startIndex=1&count=100`)).body.totalResults, 0)

  const person = {
    schemas: [core.user],
    userName,
    name: { givenName: 'Runscope', familyName: 'Test' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Runscope Test',
    locale: 'en-US',
    externalId: '00ujl29u0le5T6Aj10h7',
    groups: [],
    password: '1mz050nq',
    active: true,
  }
  const created = await send('POST', '/Users', person)
  assert.deepEqual(
    [created.status, created.body['active'], created.body['password'], created.body['locale']],
    [201, true, undefined, undefined],
  )
  const { id } = created.body
  const again = await send('POST', '/Users', person)
  assert.deepEqual([again.status, again.body.scimType], [409, 'uniqueness'])
  const replaced = await send('PUT', `/Users/${id}`, {
    ...person,
    id,
    name: { givenName: 'Another', familyName: 'Test' },
    meta: created.body['meta'],
  })
  assert.deepEqual([replaced.status, (replaced.body['name'] as { givenName: string }).givenName], [200, 'Another'])

  const group = await send('POST', '/Groups', { schemas: [core.group], displayName: 'Test SCIMv2', members: [] })
  assert.equal(group.status, 201)
  const path = `/Groups/${group.body.id}`
  const roles = async (): Promise<string[]> => {
    const { items } = (await stand.call('GET', '/v1/people', { cookie: admin.cookie })).json<{
      items: { id: string; roles: { role: string }[] }[]
    }>()
    return (items.find((one) => one.id === id)?.roles ?? []).map(({ role }) => role)
  }
  assert.equal((await send('PATCH', path, patch({ op: 'add', path: 'members', value: [{ value: id, display: userName }] }))).status, 204)
  assert.deepEqual(await roles(), ['viewer'])
  const members = async (): Promise<number> => ((await send('GET', path)).body['members'] as object[] | undefined)?.length ?? 0
  assert.equal((await send('PATCH', path, patch({ op: 'replace', value: { id: group.body.id, displayName: 'Test SCIMv2' } }))).status, 204)
  assert.equal((await send('PATCH', path, patch({ op: 'remove', path: `members[value eq "${id}"]` }))).status, 204)
  assert.deepEqual([await members(), await roles()], [0, []])
  assert.equal(
    (await send('PATCH', path, patch({ op: 'replace', path: 'members', value: [{ value: id, display: userName }] }))).status,
    204,
  )
  assert.equal(await members(), 1)
  const put = await send('PUT', path, { schemas: [core.group], id: group.body.id, displayName: 'Test SCIMv2', members: [] })
  assert.deepEqual([put.status, await members()], [200, 0])
  assert.equal((await send('GET', '/Groups?startIndex=1&count=100')).body.totalResults, 1)

  const off = await send('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: false } }))
  assert.deepEqual([off.status, off.body['active']], [200, false])
  const on = await send('PUT', `/Users/${id}`, { ...person, id, active: true })
  assert.deepEqual([on.status, on.body['active']], [200, true])
  assert.equal((await send('DELETE', path)).status, 204)
})

test('what a directory sends at once takes turns: nothing locks another out, and nothing is lost', async () => {
  const send = await sender('parallel', {})
  const people = await Promise.all(
    Array.from(
      { length: 12 },
      async (_, i) => (await send('POST', '/Users', { userName: `p${i}@parallel.example`, active: true })).body.id,
    ),
  )
  const groups = await Promise.all(
    Array.from({ length: 4 }, async (_, i) => (await send('POST', '/Groups', { displayName: `parallel ${i}` })).body.id),
  )
  const [leaver = '', ...stayers] = people
  const everybody = people.map((value) => ({ value }))
  const replies = await Promise.all([
    ...groups.flatMap((group, i) => [
      send('PATCH', `/Groups/${group}`, patch({ op: 'add', path: 'members', value: i % 2 === 0 ? everybody : everybody.toReversed() })),
      send('PATCH', `/Groups/${group}`, patch({ op: 'replace', value: { displayName: `renamed ${i}` } })),
    ]),
    ...stayers.map((id) => send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'displayName', value: `P ${id}` }))),
    ...stayers.map((id) =>
      stand
        .call('PATCH', `/v1/people/${id}`, { cookie: admin.cookie, payload: { disabled: true } })
        .then(({ statusCode: status }) => ({ status })),
    ),
    send('DELETE', `/Users/${leaver}`),
    ...Array.from({ length: 4 }, () => send('POST', '/Users', { userName: 'twin@parallel.example' })),
  ])
  const statuses = replies.map(({ status }) => status)
  // A group that is to have the leaver may come after the leaver has gone.
  assert.deepEqual(
    statuses.filter((status) => ![200, 201, 204, 400, 409].includes(status)),
    [],
  )
  assert.equal(statuses.filter((status) => status === 201).length, 1, 'one twin alone is made')
  const fresh = await send(
    'PATCH',
    `/Groups/${groups[0]}`,
    patch({ op: 'replace', path: 'members', value: stayers.map((value) => ({ value })) }),
  )
  assert.equal(fresh.status, 204)
  assert.equal(((await send('GET', `/Groups/${groups[0]}`)).body['members'] as object[]).length, 11)
})
