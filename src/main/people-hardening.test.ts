import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { createSignIn } from '#platform/auth/sign-in.ts'
import { signInEndpoints } from '#platform/auth/sign-in-endpoints.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { goodPassword, openPeopleStand } from '#test/support/people-stand.ts'
import { totpOf } from '#test/support/totp.ts'

const stand = await openPeopleStand()
const { db, clock, call, jar } = stand
after(() => stand.close())
const idOf = async (email: string) => (await db.selectFrom('person').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
const codeOf = (reply: { readonly body: string }) => (JSON.parse(reply.body) as { code?: string }).code

test('signing in never takes over a session that was there before, the attacker’s or one’s own', async () => {
  const attacker = await stand.newcomer()
  const { email } = await stand.newcomer()
  const planted = await call('POST', '/api/auth/sign-in/email', { cookie: attacker.cookie, payload: { email, password: goodPassword } })
  assert.equal(planted.statusCode, 200)
  assert.notEqual(jar(planted), attacker.cookie)
  const who = async (cookie: string) => (await call('GET', '/v1/me', { cookie })).json<{ person: { email: string } }>().person.email
  assert.deepEqual([await who(attacker.cookie), await who(jar(planted))], [attacker.email, email])
})

test('over TLS the cookie is Secure, of this host and path alone, and never readable by scripts', async () => {
  const { email } = await stand.newcomer()
  const signIn = createSignIn({
    db,
    sealer: stand.sealer,
    now: () => clock.now,
    outgoing: createOutgoing({ allow: [] }),
    baseUrl: () => 'https://reeve.test',
    onTrouble: () => undefined,
  })
  const endpoint = signInEndpoints.find(({ path }) => path === '/sign-in/email') ?? assert.fail()
  const reply = await signIn.handle(endpoint, {
    path: endpoint.path,
    search: '',
    body: { email, password: goodPassword },
    cookie: undefined,
    userAgent: 'test',
    address: '127.0.0.1',
    requestId: 'r1',
  })
  const session = reply.headers.getSetCookie().find((line) => line.includes('session_token')) ?? assert.fail()
  assert.match(session, /^__Secure-reeve\.session_token=/)
  for (const flag of [/; Path=\//i, /; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i]) assert.match(session, flag)
  assert.doesNotMatch(session, /domain=/i)
})

test('a session is over when its time is, whatever its cookie says', async () => {
  const { email, cookie } = await stand.newcomer()
  assert.equal((await call('GET', '/v1/me', { cookie })).statusCode, 200)
  await db
    .updateTable('person_session')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where('person_id', '=', await idOf(email))
    .execute()
  assert.equal((await call('GET', '/v1/me', { cookie })).statusCode, 401)
})

test('fifty failures lock an address for every e-mail, and only that address', async () => {
  const { email } = await stand.newcomer()
  const from = (remoteAddress: string, who: string, password: string) =>
    stand.server.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      remoteAddress,
      headers: { host: 'reeve.test', origin: 'http://reeve.test' },
      payload: { email: who, password },
    })
  // Ten at once count ten: the counter is kept by the database, not by a process.
  for (let i = 0; i < 5; i += 1)
    await Promise.all(Array.from({ length: 10 }, (_, j) => from('10.9.9.9', `guess${i}-${j}@example.com`, 'wrong wrong wrong')))
  assert.equal((await from('10.9.9.9', email, goodPassword)).statusCode, 429)
  assert.equal((await from('10.9.9.8', email, goodPassword)).statusCode, 200)
})

async function withSecondFactor() {
  const person = await stand.newcomer()
  const begun = await call('POST', '/api/auth/two-factor/enable', { cookie: person.cookie, payload: { password: goodPassword } })
  const { totpURI, backupCodes } = begun.json<{ totpURI: string; backupCodes: string[] }>()
  await call('POST', '/api/auth/two-factor/verify-totp', { cookie: person.cookie, payload: { code: totpOf(totpURI) } })
  const half = async () => jar(await stand.password(person.email))
  const give = (cookie: string, code: string, way = 'totp') =>
    call('POST', `/api/auth/two-factor/verify-${way}`, { cookie, payload: { code } })
  return { ...person, totpURI, backupCodes, half, give }
}

test('of several who use one second-factor code at once exactly one is let in', async () => {
  const { totpURI, half, give } = await withSecondFactor()
  const code = totpOf(totpURI, Date.now() + 30_000)
  const halves = [await half(), await half(), await half()]
  const replies = await Promise.all(halves.map((cookie) => give(cookie, code)))
  assert.deepEqual(replies.map(({ statusCode }) => statusCode).toSorted(), [200, 401, 401])
  const refused = replies.find(({ statusCode }) => statusCode === 401)
  assert.equal((await call('GET', '/v1/me', { cookie: jar(refused ?? assert.fail()) })).statusCode, 401)
})

test('of several who use one recovery code at once exactly one is let in', async () => {
  const { backupCodes, half, give } = await withSecondFactor()
  const halves = [await half(), await half(), await half()]
  const replies = await Promise.all(halves.map((cookie) => give(cookie, backupCodes[0] ?? '', 'backup-code')))
  assert.equal(replies.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal((await give(await half(), backupCodes[0] ?? '', 'backup-code')).statusCode, 401)
})

test('guessing the second factor locks the person’s second factor, across sign-ins', async () => {
  const { totpURI, half, give } = await withSecondFactor()
  for (let i = 0; i < 10; i += 1) assert.equal((await give(await half(), '000000')).statusCode, 401)
  assert.equal((await give(await half(), totpOf(totpURI, Date.now() + 30_000))).statusCode, 401)
})

test('an invitation expires, and one that expired says the same as one that never was', async () => {
  const { secret } = await stand.newLink({ expiresAt: new Date(clock.now.getTime() + 60_000) })
  const use = (given: string) =>
    call('POST', '/api/auth/link/use', {
      payload: { secret: given, email: `late-${given.slice(0, 6)}@example.com`, password: goodPassword },
    })
  clock.now = new Date(clock.now.getTime() + 61_000)
  const [late, never] = [await use(secret), await use('x'.repeat(43))]
  assert.deepEqual([late.statusCode, late.json<{ detail: string }>().detail], [never.statusCode, never.json<{ detail: string }>().detail])
})

test('whoever may only let people in lets nobody in, or change anybody, beyond what they may do themselves', async () => {
  const admin = await stand.newcomer({ role: 'domain-admin' })
  const helper = await stand.newcomer()
  const asAdmin = { cookie: admin.cookie }
  const role = { description: 'Lets people in', permissions: ['people:read', 'people:write', 'accounts:read'] }
  assert.equal((await call('PUT', '/v1/roles/doorkeeper', { ...asAdmin, payload: role })).statusCode, 204)
  const given = await call('PUT', `/v1/people/${await idOf(helper.email)}/roles`, {
    ...asAdmin,
    payload: { roles: [{ role: 'doorkeeper' }] },
  })
  assert.equal(given.statusCode, 200, given.body)
  const own = { cookie: helper.cookie }
  const more = { description: 'More', permissions: ['keys:rotate'] }
  const refused = [
    await call('POST', '/v1/people/invitations', { ...own, payload: { role: 'domain-admin' } }),
    await call('POST', '/v1/people/invitations', { ...own, payload: { role: 'domain-admin', kind: 'sign_in' } }),
    await call('PUT', `/v1/people/${await idOf(helper.email)}/roles`, { ...own, payload: { roles: [{ role: 'domain-admin' }] } }),
    await call('PUT', `/v1/people/${await idOf(admin.email)}/roles`, { ...own, payload: { roles: [] } }),
    await call('PATCH', `/v1/people/${await idOf(admin.email)}`, { ...own, payload: { disabled: true } }),
    await call('PUT', '/v1/roles/doorkeeper', { ...own, payload: more }),
    await call('PUT', '/v1/identity-providers/mine', {
      ...own,
      payload: {
        name: 'Mine',
        issuer: 'https://evil.example',
        clientId: 'x',
        grants: [{ claim: 'sub', value: 'me', role: 'domain-admin' }],
      },
    }),
  ]
  assert.deepEqual(
    refused.map((reply) => [reply.statusCode, codeOf(reply)]),
    refused.map(() => [403, 'permissions_exceed_own']),
  )
  assert.equal((await call('POST', '/v1/people/invitations', { ...own, payload: { role: 'doorkeeper' } })).statusCode, 201)
})

test('a token reaches no further than its maker does everywhere, and dies when its maker is disabled', async () => {
  const admin = await stand.newcomer({ role: 'domain-admin' })
  const maker = await stand.newcomer({ role: 'domain-admin' })
  const make = (cookie: string, payload: object) => call('POST', '/v1/tokens', { cookie, payload })
  const made = await make(maker.cookie, { name: 'of-maker', role: 'custom', permissions: ['accounts:read', 'tokens:write'] })
  const { token } = made.json<{ token: string }>()
  const asToken = (method: 'GET' | 'POST', url: string, payload?: object) =>
    stand.server.inject({ method, url, headers: { host: 'reeve.test', authorization: `Bearer ${token}` }, ...(payload && { payload }) })
  const wider = await asToken('POST', '/v1/tokens', { name: 'wider', role: 'viewer' })
  assert.deepEqual([wider.statusCode, codeOf(wider)], [403, 'permissions_exceed_own'])
  assert.equal((await asToken('GET', '/v1/accounts')).statusCode, 200)
  const disabled = await call('PATCH', `/v1/people/${await idOf(maker.email)}`, { cookie: admin.cookie, payload: { disabled: true } })
  assert.equal(disabled.statusCode, 200, disabled.body)
  assert.equal((await asToken('GET', '/v1/accounts')).statusCode, 401)
})

test('while passwords are off, whoever keeps one can neither be disabled nor demoted, alone signs in with one, and can be another', async () => {
  const keeper = await stand.newcomer({ role: 'domain-admin' })
  const other = await stand.newcomer({ role: 'domain-admin' })
  const [keeperId, otherId] = [await idOf(keeper.email), await idOf(other.email)]
  const set = (breakGlassPersonId: string | null, passwordEnabled = false) =>
    call('PUT', '/v1/sign-in-settings', { cookie: other.cookie, payload: { passwordEnabled, breakGlassPersonId } })
  assert.deepEqual(
    [codeOf(await set(null)), codeOf(await set(await idOf((await stand.newcomer()).email)))],
    ['break_glass_needed', 'break_glass_needed'],
  )
  assert.equal((await set(keeperId)).statusCode, 200)
  assert.deepEqual([(await stand.password(keeper.email)).statusCode, (await stand.password(other.email)).statusCode], [200, 403])
  const disable = (id: string) => call('PATCH', `/v1/people/${id}`, { cookie: other.cookie, payload: { disabled: true } })
  const demote = (id: string) => call('PUT', `/v1/people/${id}/roles`, { cookie: other.cookie, payload: { roles: [{ role: 'viewer' }] } })
  assert.deepEqual([codeOf(await disable(keeperId)), codeOf(await demote(keeperId))], ['break_glass_needed', 'break_glass_needed'])
  const { secret } = await stand.newLink()
  const invited = await call('POST', '/api/auth/link/use', { payload: { secret, email: 'late@example.com', password: goodPassword } })
  assert.deepEqual([invited.statusCode, invited.cookies.length], [401, 0], 'an older invitation is no way around it')
  const inviting = await call('POST', '/v1/people/invitations', { cookie: other.cookie, payload: { role: 'viewer' } })
  assert.equal(codeOf(inviting), 'password_sign_in_off')
  assert.equal((await set(otherId)).statusCode, 200)
  assert.equal((await disable(keeperId)).statusCode, 200)
  assert.equal((await set(null, true)).statusCode, 200)
})

test('every event of sign-in and of people says by which request, from where and with what', async () => {
  const ask = (url: string, payload: object, cookie?: string) =>
    stand.server.inject({
      method: 'POST',
      url,
      payload,
      remoteAddress: '10.8.8.8',
      headers: { host: 'reeve.test', origin: 'http://reeve.test', 'user-agent': 'journey/1', ...(cookie !== undefined && { cookie }) },
    })
  const { secret } = await stand.newLink({ role: 'domain-admin' })
  const used = await ask('/api/auth/link/use', { secret, email: 'traced@example.com', password: goodPassword })
  const cookie = jar(used)
  await ask('/api/auth/sign-in/email', { email: 'traced@example.com', password: goodPassword })
  await ask('/api/auth/sign-in/email', { email: 'traced@example.com', password: 'wrong wrong wrong' })
  await ask('/v1/people/invitations', { role: 'viewer' }, cookie)
  await ask('/v1/tokens', { name: 'traced', role: 'viewer' }, cookie)
  await ask('/api/auth/sign-out', {}, cookie)
  const id = await idOf('traced@example.com')
  const events = (await listAuditEvents(db, {}, { limit: 20 })).filter(
    ({ actor, subject }) => actor === `user:${id}` || subject === `person:${id}`,
  )
  assert.deepEqual(events.map(({ action, result }) => `${action} ${result}`).toReversed(), [
    'person.created done',
    'sign_in.link done',
    'sign_in.password done',
    'sign_in.password refused',
    'invitation.created done',
    'token.created done',
    'sign_in.ended done',
  ])
  for (const { action, source, userAgent, requestId } of events) {
    assert.deepEqual([source, userAgent], ['10.8.8.8', 'journey/1'], action)
    assert.match(requestId ?? '', /./, action)
  }
})
