import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { readIdToken } from '#platform/auth/id-token.ts'
import { type OidcIssuer, startOidcIssuer } from '#test/support/oidc-issuer.ts'
import { openPeopleStand, type PeopleStand } from '#test/support/people-stand.ts'

const client = {
  clientId: 'reeve',
  clientSecret: 'a-secret-of-the-client:with odd +chars',
  redirectUri: 'http://reeve.test/api/auth/callback/corp',
}
let issuer: OidcIssuer
let stand: PeopleStand
let admin: string
before(async () => {
  issuer = await startOidcIssuer(client)
  stand = await openPeopleStand({ allow: ['127.0.0.1'] })
  admin = (await stand.newcomer({ role: 'domain-admin' })).cookie
  const reply = await stand.call('PUT', '/v1/identity-providers/corp', { cookie: admin, payload: provider() })
  assert.equal(reply.statusCode, 204, reply.body)
})
after(async () => {
  await stand.close()
  await issuer.close()
})

const provider = (over: object = {}) => ({
  name: 'Corp',
  issuer: issuer.issuer,
  clientId: client.clientId,
  clientSecret: client.clientSecret,
  scopes: ['openid', 'email', 'profile', 'groups'],
  grants: [
    { claim: 'groups', value: 'aws-viewers', role: 'viewer', scope: 'account:111122223333' },
    { claim: 'groups', value: 'aws-editors', role: 'editor' },
  ],
  ...over,
})

/** One whole sign-in through the provider; answers the reply to the browser that comes back. */
async function signIn(subject: string, change: (callback: URL) => void = () => undefined) {
  const begun = await stand.call('POST', '/api/auth/sign-in/social', { payload: { provider: 'corp', callbackURL: '/accounts' } })
  assert.equal(begun.statusCode, 200, begun.body)
  const callback = new URL(await issuer.signIn(begun.json<{ url: string }>().url, subject))
  change(callback)
  return stand.call('GET', `${callback.pathname}${callback.search}`, { cookie: stand.jar(begun) })
}
const me = async (cookie: string) =>
  (await stand.call('GET', '/v1/me', { cookie })).json<{
    person: { email: string; roles: { role: string; scope: string | null; source: string }[] }
    isScoped: boolean
  }>()

test('a group gives its role in its scope, and goes back to where the person was', async () => {
  issuer.people.set('alice', { email: 'Alice@Example.com', email_verified: true, name: 'Alice', groups: ['staff', 'aws-viewers'] })
  const reply = await signIn('alice')
  assert.deepEqual([reply.statusCode, new URL(String(reply.headers['location']), 'http://reeve.test').pathname], [302, '/accounts'])
  const { person, isScoped } = await me(stand.jar(reply))
  assert.deepEqual(person.roles, [{ role: 'viewer', scope: 'account:111122223333', source: 'corp' }])
  assert.deepEqual([person.email, isScoped], ['alice@example.com', true])
})

test('what the provider says at the next sign-in replaces what it said before, also for a session that lives', async () => {
  issuer.people.set('bob', { email: 'bob@example.com', email_verified: true, name: 'Bob', groups: ['aws-viewers'] })
  const first = stand.jar(await signIn('bob'))
  issuer.people.set('bob', { email: 'bob@example.com', email_verified: true, name: 'Bob', groups: ['aws-editors'] })
  await signIn('bob')
  assert.deepEqual(
    (await me(first)).person.roles.map(({ role }) => role),
    ['editor'],
  )
})

test('whom no claim gives a role is refused, is not stored, and the trail says why', async () => {
  issuer.people.set('eve', { email: 'eve@example.com', email_verified: true, name: 'Eve', groups: ['staff'] })
  const reply = await signIn('eve')
  assert.match(String(reply.headers['location']), /error=/)
  assert.equal(
    reply.cookies.some(({ name }) => name.includes('session_token')),
    false,
  )
  assert.equal(await stand.db.selectFrom('person').select('id').where('email', '=', 'eve@example.com').executeTakeFirst(), undefined)
  const events = await listAuditEvents(stand.db, { action: 'sign_in.provider' }, { limit: 2 })
  assert.deepEqual(
    events.map(({ result }) => result),
    ['refused', 'refused'],
  )
})

test('an identity with the e-mail of somebody who signs in otherwise does not become them', async () => {
  const { email } = await stand.newcomer({ role: 'domain-admin' })
  issuer.people.set('mallory', { email, email_verified: true, name: 'Mallory', groups: ['aws-viewers'] })
  const reply = await signIn('mallory')
  assert.equal(
    reply.cookies.some(({ name }) => name.includes('session_token')),
    false,
  )
})

test('a code with another state, or none, signs nobody in', async () => {
  issuer.people.set('carol', { email: 'carol@example.com', email_verified: true, name: 'Carol', groups: ['aws-viewers'] })
  for (const change of [(url: URL) => url.searchParams.set('state', 'another'), (url: URL) => url.searchParams.delete('state')]) {
    const reply = await signIn('carol', change)
    assert.equal(
      reply.cookies.some(({ name }) => name.includes('session_token')),
      false,
    )
  }
})

test('the client secret is sealed, and no reply and no event repeats it', async () => {
  const stored = await stand.db.selectFrom('identity_provider').selectAll().execute()
  const shown = await stand.call('GET', '/v1/identity-providers', { cookie: admin })
  const events = await listAuditEvents(stand.db, {}, { limit: 1000 })
  assert.equal(JSON.stringify([stored, shown.body, events]).includes(client.clientSecret), false)
  assert.equal(shown.json<{ items: { hasClientSecret: boolean }[] }>().items[0]?.hasClientSecret, true)
})

test('no token of the provider is stored', async () => {
  const rows = await stand.db.selectFrom('person_credential').selectAll().where('provider_id', '=', 'corp').execute()
  assert.ok(rows.length > 0)
  for (const row of rows) assert.deepEqual([row.access_token, row.refresh_token, row.id_token], [null, null, null])
})

test('an issuer is tested without being stored: what it says of itself, or what is wrong with it', async () => {
  const ask = (issuerUrl: string) => stand.call('POST', '/v1/identity-providers/test', { cookie: admin, payload: { issuer: issuerUrl } })
  const count = async () => (await stand.call('GET', '/v1/identity-providers', { cookie: admin })).json<{ items: object[] }>().items.length
  const before = await count()
  const good = await ask(issuer.issuer)
  assert.equal(good.statusCode, 200, good.body)
  const told = good.json<{ issuer: string; authorizationEndpoint: string; claims: string[] }>()
  assert.equal(told.issuer, issuer.issuer)
  assert.ok(told.authorizationEndpoint.startsWith(issuer.issuer))
  assert.ok(told.claims.includes('groups'))
  const wrong = await ask(`${issuer.issuer}/elsewhere`)
  assert.deepEqual([wrong.statusCode, wrong.json<{ code: string }>().code], [502, 'provider_unusable'])
  const private_ = await ask('http://10.1.2.3')
  assert.deepEqual([private_.statusCode, private_.json<{ code: string }>().code], [422, 'outgoing_refused'])
  assert.equal(await count(), before)
})

test('422: an issuer inside the network is refused unless the operator allows it', async () => {
  const strict = await openPeopleStand({ allow: [] })
  const { cookie } = await strict.newcomer({ role: 'domain-admin' })
  const reply = await strict.call('PUT', '/v1/identity-providers/corp', { cookie, payload: provider() })
  assert.deepEqual([reply.statusCode, reply.json<{ code: string }>().code], [422, 'outgoing_refused'])
  await strict.close()
})

test('password sign-in is switched off only with somebody who keeps one, and then for everybody else', async () => {
  const keeper = await stand.newcomer({ role: 'domain-admin' })
  const other = await stand.newcomer({ role: 'viewer' })
  const set = (payload: object) => stand.call('PUT', '/v1/sign-in-settings', { cookie: keeper.cookie, payload })
  assert.equal((await set({ passwordEnabled: false, breakGlassPersonId: null })).statusCode, 409)
  const people = (await stand.call('GET', '/v1/people', { cookie: keeper.cookie })).json<{ items: { id: string; email: string }[] }>().items
  const idOf = (email: string) => people.find((person) => person.email === email)?.id ?? assert.fail(email)
  assert.equal((await set({ passwordEnabled: false, breakGlassPersonId: idOf(other.email) })).statusCode, 409)
  assert.equal((await set({ passwordEnabled: false, breakGlassPersonId: idOf(keeper.email) })).statusCode, 200)
  assert.equal((await stand.password(other.email)).statusCode, 403)
  assert.equal((await stand.password(keeper.email)).statusCode, 200)
  assert.equal((await set({ passwordEnabled: true, breakGlassPersonId: null })).statusCode, 200)
})

test('a provider that moves to another issuer takes nobody along', async () => {
  const change = await stand.call('PUT', '/v1/identity-providers/corp', {
    cookie: admin,
    payload: provider({ grants: [{ claim: 'groups', value: 'aws-viewers', role: 'viewer' }] }),
  })
  assert.equal(change.statusCode, 204)
  assert.equal((await stand.call('DELETE', '/v1/identity-providers/corp', { cookie: admin })).statusCode, 204)
  assert.equal(await stand.db.selectFrom('person_credential').select('id').where('provider_id', '=', 'corp').executeTakeFirst(), undefined)
  assert.equal(await stand.db.selectFrom('person').select('id').where('email', '=', 'alice@example.com').executeTakeFirst(), undefined)
})

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }
const now = new Date('2026-11-21T12:00:00Z')
const good = { iss: 'https://issuer.example', sub: 's', aud: 'me', exp: now.getTime() / 1000 + 60, iat: now.getTime() / 1000 }
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
function token(claims: object, { head = {}, key = privateKey }: { head?: object; key?: typeof privateKey } = {}): string {
  const text = `${part({ alg: 'RS256', kid: 'k', ...head })}.${part(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}
const read = (text: string) => readIdToken(text, { keys: [jwk], issuer: 'https://issuer.example', clientId: 'me', now }).kind
const unsigned = `${part({ alg: 'none' })}.${part(good)}.`
const hmacText = `${part({ alg: 'HS256', kid: 'k' })}.${part(good)}`
const forged: readonly [string, string][] = [
  ['another key', token(good, { key: stranger })],
  ['another issuer', token({ ...good, iss: 'https://evil.example' })],
  ['another audience', token({ ...good, aud: 'somebody' })],
  ['several audiences and no authorized party', token({ ...good, aud: ['me', 'somebody'] })],
  ['a time that is over', token({ ...good, exp: now.getTime() / 1000 - 120 })],
  ['a time to come', token({ ...good, iat: now.getTime() / 1000 + 600 })],
  ['no subject', token({ ...good, sub: '' })],
  ['a key id that is not the provider’s', token(good, { head: { kid: 'other' } })],
  ['an algorithm of another key', token(good, { head: { alg: 'ES256' } })],
  ['no signature', unsigned],
  [
    'the public key as a password',
    `${hmacText}.${createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
      .update(hmacText)
      .digest('base64url')}`,
  ],
  ['nonsense', 'a.b.c'],
  ['nothing', ''],
]
test('an ID token that holds is believed', () => assert.equal(read(token(good)), 'valid'))
for (const [what, text] of forged) test(`an ID token with ${what} is not believed`, () => assert.equal(read(text), 'invalid'))
