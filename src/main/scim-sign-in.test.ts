import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { startOidcIssuer } from '#test/support/oidc-issuer.ts'
import { openPeopleStand } from '#test/support/people-stand.ts'
import { openDirectory } from '#test/support/scim-directory.ts'

const client = { clientId: 'reeve', clientSecret: 'a-secret', redirectUri: 'http://reeve.test/api/auth/callback/corp' }
const issuer = await startOidcIssuer(client)
const stand = await openPeopleStand({ allow: ['127.0.0.1'] })
after(async () => {
  await stand.close()
  await issuer.close()
})
const admin = (await stand.newcomer({ role: 'domain-admin' })).cookie
const { clientId, clientSecret } = client
const putProvider = (grants: readonly object[]) =>
  stand.call('PUT', '/v1/identity-providers/corp', {
    cookie: admin,
    payload: { name: 'Corp', issuer: issuer.issuer, clientId, clientSecret, scopes: ['openid', 'email', 'profile', 'groups'], grants },
  })
assert.equal((await putProvider([])).statusCode, 204)
const connection = {
  name: 'Corp directory',
  identityProvider: 'corp',
  match: { userNameClaim: 'name', verifiedEmail: true },
  grants: [{ value: 'viewers', role: 'viewer', scope: 'account:111122223333' }],
}
const directory = await openDirectory(stand, { id: 'corp', cookie: admin, form: connection })
const viewers = await directory.createGroup('viewers')
const join = (id: string) =>
  directory.send('PATCH', `/Groups/${viewers}`, { body: { Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }] } })

/** One whole sign-in through the provider; the session's cookie, or undefined when it was refused. */
async function signIn(subject: string): Promise<string | undefined> {
  const begun = await stand.call('POST', '/api/auth/sign-in/social', { payload: { provider: 'corp', callbackURL: '/accounts' } })
  assert.equal(begun.statusCode, 200, begun.body)
  const callback = new URL(await issuer.signIn(begun.json<{ url: string }>().url, subject))
  const reply = await stand.call('GET', `${callback.pathname}${callback.search}`, { cookie: stand.jar(begun) })
  return reply.cookies.some(({ name }) => name.includes('session_token')) ? stand.jar(reply) : undefined
}
const me = async (cookie: string | undefined) =>
  (await stand.call('GET', '/v1/me', { cookie: cookie ?? '' })).json<{
    status?: number
    person: { id: string; email: string; roles: { role: string; source: string }[]; managedBy: object | null }
  }>()
const lastReason = async (): Promise<string> => {
  const events = await listAuditEvents(stand.db, { action: 'sign_in.provider' }, { limit: 5 })
  const told = events.find(({ after: what }) => what !== null)?.after as { reason: string }
  return told.reason
}
const says = (subject: string, claims: object) => issuer.people.set(subject, { email_verified: true, name: subject, ...claims })

test('whoever is provisioned signs in as that person, with the roles of their groups, found by the externalId', async () => {
  const { id } = await directory.createUser({ externalId: 'sub-alice', emails: [{ value: 'alice@example.com' }] })
  await join(id)
  says('sub-alice', { email: 'changed-at-the-provider@example.com' })
  const { person } = await me(await signIn('sub-alice'))
  assert.deepEqual([person.id, person.email, person.managedBy], [id, 'alice@example.com', { connection: 'corp', name: 'Corp directory' }])
  assert.deepEqual(person.roles, [{ role: 'viewer', scope: 'account:111122223333', source: 'scim:corp' }])
})

test('else by the claim that is configured for the userName, else by an e-mail that the provider verified', async () => {
  const byName = await directory.createUser({ externalId: 'other-1', userName: 'Bob.Name' })
  const byEmail = await directory.createUser({ externalId: 'other-2', emails: [{ value: 'carol@example.com' }] })
  await join(byName.id)
  await join(byEmail.id)
  says('sub-bob', { email: 'nobody@example.com', name: 'bob.name' })
  assert.equal((await me(await signIn('sub-bob'))).person.id, byName.id)
  says('sub-carol', { email: 'Carol@Example.com', email_verified: false })
  assert.equal(await signIn('sub-carol'), undefined)
  says('sub-carol', { email: 'Carol@Example.com' })
  assert.equal((await me(await signIn('sub-carol'))).person.id, byEmail.id)
})

test('a second identity of the provider does not become a person who has one, whatever e-mail it shows', async () => {
  const { id } = await directory.createUser({ externalId: 'sub-dave', emails: [{ value: 'dave@example.com' }] })
  await join(id)
  says('sub-dave', { email: 'dave@example.com' })
  assert.notEqual(await signIn('sub-dave'), undefined)
  says('sub-mallory', { email: 'dave@example.com' })
  assert.equal(await signIn('sub-mallory'), undefined)
  assert.match(await lastReason(), /another identity/)
})

test('whom the directory did not provision is refused, whatever their claims and e-mail say; without that rule claims decide', async () => {
  assert.equal((await putProvider([{ claim: 'groups', value: 'aws', role: 'viewer' }])).statusCode, 204)
  says('sub-eve', { email: 'eve@example.com', groups: ['aws'] })
  assert.equal(await signIn('sub-eve'), undefined)
  assert.match(await lastReason(), /did not provision/)
  assert.equal(await stand.db.selectFrom('person').select('id').where('email', '=', 'eve@example.com').executeTakeFirst(), undefined)

  const put = (provisionedOnly: boolean) =>
    stand.call('PUT', '/v1/scim-connections/corp', { cookie: admin, payload: { ...connection, provisionedOnly } })
  assert.equal((await put(false)).statusCode, 200)
  assert.deepEqual(
    (await me(await signIn('sub-eve'))).person.roles.map(({ source }) => source),
    ['corp'],
  )
  assert.equal((await put(true)).statusCode, 200)
  assert.equal(await signIn('sub-eve'), undefined)
})

test('somebody provisioned without any role is refused, and let in from the moment a group gives one', async () => {
  const { id } = await directory.createUser({ externalId: 'sub-frank' })
  says('sub-frank', { email: 'frank@example.com' })
  assert.equal(await signIn('sub-frank'), undefined)
  assert.match(await lastReason(), /neither a claim nor a group/)
  await join(id)
  assert.equal((await me(await signIn('sub-frank'))).person.id, id)
})

test('active false ends a session that lives, and the provider’s next sign-in is refused until it is true again', async () => {
  const { id } = await directory.createUser({ externalId: 'sub-grace' })
  await join(id)
  says('sub-grace', { email: 'grace@example.com' })
  const cookie = await signIn('sub-grace')
  assert.equal((await me(cookie)).person.id, id)
  const setActive = (value: boolean) =>
    directory.send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'replace', path: 'active', value }] } })
  await setActive(false)
  assert.equal((await stand.call('GET', '/v1/me', { cookie: cookie ?? '' })).statusCode, 401)
  assert.equal(await signIn('sub-grace'), undefined)
  await setActive(true)
  assert.equal((await stand.call('GET', '/v1/me', { cookie: cookie ?? '' })).statusCode, 401, 'an ended session stays ended')
  assert.notEqual(await signIn('sub-grace'), undefined)
  await directory.send('DELETE', `/Users/${id}`)
  assert.equal(await signIn('sub-grace'), undefined)
})

test('a role that a group gave ends for a session that lives when its person leaves the group', async () => {
  const { id } = await directory.createUser({ externalId: 'sub-heidi' })
  await join(id)
  says('sub-heidi', { email: 'heidi@example.com' })
  const cookie = (await signIn('sub-heidi')) ?? assert.fail('refused')
  assert.equal((await stand.call('GET', '/v1/accounts', { cookie })).statusCode, 200)
  await directory.send('PATCH', `/Groups/${viewers}`, { body: { Operations: [{ op: 'remove', path: `members[value eq "${id}"]` }] } })
  assert.equal((await stand.call('GET', '/v1/accounts', { cookie })).statusCode, 403)
})

test('whoever came through the provider before becomes the directory’s, unless they administer here or come another way too', async () => {
  const put = (provisionedOnly: boolean) =>
    stand.call('PUT', '/v1/scim-connections/corp', { cookie: admin, payload: { ...connection, provisionedOnly } })
  await put(false)
  for (const name of ['ivan', 'judy']) {
    says(`sub-${name}`, { email: `${name}@example.com`, groups: ['aws'] })
    assert.notEqual(await signIn(`sub-${name}`), undefined)
  }
  const idOf = async (email: string) =>
    (await stand.db.selectFrom('person').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
  const judy = await idOf('judy@example.com')
  await stand.call('PUT', `/v1/people/${judy}/roles`, { cookie: admin, payload: { roles: [{ role: 'domain-admin' }] } })
  await put(true)
  const { id } = await directory.createUser({ externalId: 'sub-ivan', emails: [{ value: 'Ivan@Example.com' }] })
  assert.equal(id, await idOf('ivan@example.com'))
  assert.equal((await me(await signIn('sub-ivan'))).person.id, id)
  const refused = await directory.send('POST', '/Users', { body: { userName: 'judy', emails: [{ value: 'judy@example.com' }] } })
  assert.equal(refused.status, 409)

  // Ivan was here before the directory: when it goes, he stays, with nothing that it gave.
  assert.equal((await stand.call('DELETE', '/v1/scim-connections/corp', { cookie: admin })).statusCode, 204)
  assert.equal(await idOf('ivan@example.com'), id)
})
