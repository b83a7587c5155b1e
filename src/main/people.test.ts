import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, test } from 'node:test'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { signInEndpoints } from '#platform/auth/sign-in-endpoints.ts'
import { goodPassword, openPeopleStand } from '#test/support/people-stand.ts'

const stand = await openPeopleStand()
const { db, server, operator, clock, call, jar, newLink, newcomer } = stand
const now = () => clock.now
after(() => stand.close())

test('a link makes the person, signs them in with its role, and works exactly once', async () => {
  const { secret, cookie } = await newcomer()
  assert.equal((await call('GET', '/v1/accounts', { cookie })).statusCode, 200)
  assert.equal((await call('GET', '/v1/tokens', { cookie })).statusCode, 403)
  const again = await call('POST', '/api/auth/link/use', {
    payload: { secret, email: 'other@example.com', password: goodPassword },
  })
  assert.equal(again.statusCode, 401)
  assert.equal(again.cookies.length, 0)
  const { secret: raced } = await newLink()
  const replies = await Promise.all(
    Array.from({ length: 4 }, (_, i) =>
      call('POST', '/api/auth/link/use', { payload: { secret: raced, email: `race${i}@example.com`, password: goodPassword } }),
    ),
  )
  assert.deepEqual(replies.map(({ statusCode }) => statusCode).toSorted(), [200, 401, 401, 401])
})

test('a password signs in with a cookie that scripts cannot read and other sites do not send', async () => {
  const { email } = await newcomer()
  const reply = await stand.password(email.toUpperCase())
  assert.equal(reply.statusCode, 200, reply.body)
  const set = String(reply.headers['set-cookie'])
  assert.match(set, /HttpOnly/i)
  assert.match(set, /SameSite=Lax/i)
  assert.equal((await call('GET', '/v1/organizations', { cookie: jar(reply) })).statusCode, 200)
})

test('unknown e-mail and wrong password get one answer, and ten wrong ones lock both alike', async () => {
  const { email } = await newcomer()
  const answers = new Set<string>()
  for (const who of [email, 'nobody@example.com']) {
    for (let i = 0; i < 10; i += 1)
      answers.add((await stand.password(who, 'wrong wrong wrong')).json<{ detail: string; status: number }>().detail)
    assert.equal((await stand.password(who)).statusCode, 429)
  }
  assert.equal(answers.size, 1)
  clock.now = new Date(clock.now.getTime() + 16 * 60_000)
  assert.equal((await stand.password(email)).statusCode, 200)
})

test('a write with a cookie from another site is refused, and so is a sign-in from there', async () => {
  const { email, cookie } = await newcomer({ role: 'domain-admin' })
  const foreign = await call('POST', '/v1/tokens', { cookie, payload: { name: 'x', role: 'viewer' }, origin: 'https://evil.example' })
  assert.deepEqual([foreign.statusCode, foreign.json<{ code: string }>().code], [403, 'origin_refused'])
  assert.equal(
    (
      await call('POST', '/api/auth/sign-in/email', {
        payload: { email, password: goodPassword },
        origin: 'https://evil.example',
      })
    ).statusCode,
    403,
  )
  assert.equal((await call('POST', '/v1/tokens', { cookie, payload: { name: 'x', role: 'viewer' } })).statusCode, 201)
})

test('a disabled person is out at once, with the session they have and with a new one', async () => {
  const { email, cookie } = await newcomer()
  await db.updateTable('person').set({ disabled_at: now() }).where('email', '=', email).execute()
  assert.equal((await call('GET', '/v1/accounts', { cookie })).statusCode, 401)
  const reply = await stand.password(email)
  assert.deepEqual([reply.statusCode, reply.cookies.length], [401, 0])
})

test('what the sign-in library also knows cannot be reached', async () => {
  const { cookie } = await newcomer({ role: 'domain-admin' })
  const listed = new Set(signInEndpoints.map(({ method, path }) => `${method} ${path}`))
  const others = [
    'sign-up/email',
    'update-user',
    'delete-user',
    'list-sessions',
    'list-accounts',
    'link-social',
    'unlink-account',
    'get-session',
    'get-access-token',
    'refresh-token',
    'forget-password',
    'request-password-reset',
    'reset-password',
    'set-password',
    'change-email',
    'send-verification-email',
    'account-info',
    'error',
    'ok',
    'two-factor/send-otp',
    'two-factor/verify-otp',
    'two-factor/get-totp-uri',
    'two-factor/view-backup-codes',
  ]
  for (const path of others) {
    for (const method of ['GET', 'POST'] as const) {
      assert.equal(listed.has(`${method} /${path}`), false)
      assert.equal(
        (await call(method, `/api/auth/${path}`, { cookie, ...(method === 'POST' ? { payload: {} } : {}) })).statusCode,
        404,
        `${method} ${path}`,
      )
    }
  }
})

test('every sign-in and every refusal is in the trail, and no password is', async () => {
  const { email } = await newcomer()
  await stand.password(email)
  await stand.password(email, 'CANARY wrong password')
  const events = await listAuditEvents(db, { action: 'sign_in.password' }, { limit: 2 })
  assert.deepEqual(
    events.map(({ result }) => result),
    ['refused', 'done'],
  )
  assert.equal(events[0]?.source, '127.0.0.1')
  assert.equal(JSON.stringify(await listAuditEvents(db, {}, { limit: 1000 })).includes('CANARY'), false)
})

test('the start token serves programs for ever, and browsers only until an administrator exists', async () => {
  const ask = (headers: Record<string, string>) =>
    server.inject({ url: '/v1/accounts', headers: { host: 'reeve.test', authorization: `Bearer ${operator.token}`, ...headers } })
  await newcomer({ role: 'domain-admin' })
  assert.equal((await ask({})).statusCode, 200)
  assert.equal((await ask({ 'sec-fetch-site': 'same-origin' })).statusCode, 401)
})

/** https://www.rfc-editor.org/rfc/rfc6238 with the defaults that every authenticator uses. */
function totp(uri: string, at: Date): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = (new URL(uri).searchParams.get('secret') ?? '')
    .split('')
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const start = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The code after the one of now, which the clock's tolerance takes; that of now was used to confirm. */
const nextStep = () => new Date(Date.now() + 30_000)

test('with a second factor a password alone is not enough; the code of now is, and a recovery code once', async () => {
  const { email, cookie } = await newcomer()
  const begun = await call('POST', '/api/auth/two-factor/enable', { cookie, payload: { password: goodPassword } })
  assert.equal(begun.statusCode, 200, begun.body)
  const { totpURI, backupCodes } = begun.json<{ totpURI: string; backupCodes: string[] }>()
  const confirmed = await call('POST', '/api/auth/two-factor/verify-totp', { cookie, payload: { code: totp(totpURI, new Date()) } })
  assert.equal(confirmed.statusCode, 200, confirmed.body)

  const half = await stand.password(email)
  assert.equal(half.json<{ twoFactorRedirect: boolean }>().twoFactorRedirect, true)
  assert.equal((await call('GET', '/v1/me', { cookie: jar(half) })).statusCode, 401)
  const give = (path: string, code: string, from = half) =>
    call('POST', `/api/auth/two-factor/${path}`, { cookie: jar(from), payload: { code } })
  assert.equal((await give('verify-totp', '000000')).statusCode, 401)
  const whole = await give('verify-totp', totp(totpURI, nextStep()))
  assert.equal(whole.statusCode, 200, whole.body)
  assert.equal((await call('GET', '/v1/me', { cookie: jar(whole) })).statusCode, 200)

  const replayed = await give('verify-totp', totp(totpURI, nextStep()), await stand.password(email))
  assert.deepEqual([replayed.statusCode, replayed.cookies.length], [401, 0], 'a code that signed somebody in does so once')
  const confirming = await give('verify-totp', totp(totpURI, new Date()), await stand.password(email))
  assert.equal(confirming.statusCode, 401, 'and so is the code that confirmed the second factor')

  const again = await stand.password(email)
  assert.equal((await give('verify-backup-code', backupCodes[0]!, again)).statusCode, 200)
  const third = await stand.password(email)
  assert.equal((await give('verify-backup-code', backupCodes[0]!, third)).statusCode, 401)
  const stored = JSON.stringify(await db.selectFrom('person_two_factor').selectAll().execute())
  assert.equal(stored.includes(new URL(totpURI).searchParams.get('secret') ?? '-') || stored.includes(backupCodes[1]!), false)
})

test('new recovery codes are given to whoever has the password, void the old ones, and are told in the trail', async () => {
  const { email, cookie } = await newcomer()
  const renew = (from: string, password: string) =>
    call('POST', '/api/auth/two-factor/generate-backup-codes', { cookie: from, payload: { password } })
  assert.equal((await renew(cookie, goodPassword)).statusCode, 401, 'without a second factor there is nothing to recover')
  const begun = (await call('POST', '/api/auth/two-factor/enable', { cookie, payload: { password: goodPassword } })).json<{
    totpURI: string
    backupCodes: string[]
  }>()
  const confirmed = await call('POST', '/api/auth/two-factor/verify-totp', { cookie, payload: { code: totp(begun.totpURI, new Date()) } })
  const whole = jar(confirmed)
  assert.equal((await renew(whole, 'not the password')).statusCode, 401)
  const renewed = await renew(whole, goodPassword)
  assert.equal(renewed.statusCode, 200, renewed.body)
  const { backupCodes } = renewed.json<{ backupCodes: string[] }>()
  assert.equal(backupCodes.length, begun.backupCodes.length)
  const use = async (code: string) =>
    (await call('POST', '/api/auth/two-factor/verify-backup-code', { cookie: jar(await stand.password(email)), payload: { code } }))
      .statusCode
  assert.equal(await use(begun.backupCodes[0]!), 401)
  assert.equal(await use(backupCodes[0]!), 200)
  const told = await db.selectFrom('audit_event').select('result').where('action', '=', 'person.recovery_codes_renewed').execute()
  assert.deepEqual(told.map(({ result }) => result).toSorted(), ['done', 'refused', 'refused'])
})

test('one sees where one is signed in, ends one session, and signing out ends this one', async () => {
  const { email, cookie } = await newcomer()
  const other = jar(await stand.password(email))
  const sessions = (await call('GET', '/v1/me/sessions', { cookie })).json<{ items: { id: string; isThis: boolean }[] }>().items
  assert.deepEqual(sessions.map(({ isThis }) => isThis).toSorted(), [false, true])
  const foreign = await newcomer()
  const theirs = sessions.find(({ isThis }) => !isThis)!.id
  assert.equal((await call('DELETE', `/v1/me/sessions/${theirs}`, { cookie: foreign.cookie })).statusCode, 404)
  assert.equal((await call('DELETE', `/v1/me/sessions/${theirs}`, { cookie })).statusCode, 204)
  assert.equal((await call('GET', '/v1/me', { cookie: other })).statusCode, 401)
  assert.equal((await call('POST', '/api/auth/sign-out', { cookie })).statusCode, 200)
  assert.equal((await call('GET', '/v1/me', { cookie })).statusCode, 401)
})

test('a new password ends every other session, and the old one signs in no more', async () => {
  const { email, cookie } = await newcomer()
  const other = jar(await stand.password(email))
  const changed = await call('POST', '/api/auth/change-password', {
    cookie,
    payload: { currentPassword: goodPassword, newPassword: 'another long password' },
  })
  assert.equal(changed.statusCode, 200, changed.body)
  assert.equal((await call('GET', '/v1/me', { cookie: other })).statusCode, 401)
  assert.equal((await stand.password(email)).statusCode, 401)
  assert.equal((await stand.password(email, 'another long password')).statusCode, 200)
})

test('an invitation is made, listed without its secret, works once, and a revoked one never', async () => {
  const { cookie } = await newcomer({ role: 'domain-admin' })
  const invite = (payload: object) => call('POST', '/v1/people/invitations', { cookie, payload })
  const made = await invite({ role: 'editor', scope: 'badge:team=blue', email: 'Pat@Invited.example' })
  assert.equal(made.statusCode, 201, made.body)
  const { url, id } = made.json<{ url: string; id: string }>()
  const secret = /^http:\/\/reeve\.test\/welcome#link=([\w-]{43})$/.exec(url)?.[1] ?? assert.fail(url)
  const list = await call('GET', '/v1/people/invitations', { cookie })
  assert.deepEqual([list.body.includes(id), list.body.includes(secret)], [true, false])
  const looked = await call('POST', '/api/auth/link/look', { payload: { secret } })
  assert.deepEqual(looked.json<{ role: string; asksPassword: boolean }>().role, 'editor')
  const used = await call('POST', '/api/auth/link/use', { payload: { secret, name: 'Pat', password: goodPassword } })
  assert.equal(used.statusCode, 200, used.body)
  const me = (await call('GET', '/v1/me', { cookie: jar(used) })).json<{ person: { email: string }; isScoped: boolean }>()
  assert.deepEqual([me.person.email, me.isScoped], ['pat@invited.example', true])

  const revoked = (await invite({ role: 'viewer' })).json<{ url: string; id: string }>()
  assert.equal((await call('DELETE', `/v1/people/invitations/${revoked.id}`, { cookie })).statusCode, 204)
  assert.equal((await call('POST', '/api/auth/link/look', { payload: { secret: revoked.url.split('=')[1] ?? '' } })).statusCode, 401)
  assert.equal((await invite({ role: 'emperor' })).statusCode, 404)
  assert.equal((await invite({ role: 'viewer', scope: 'name:prod*' })).statusCode, 400)
})

test('a link that signs in asks nothing, and signs in once', async () => {
  const { secret } = await newLink({ kind: 'sign_in', role: 'domain-admin' })
  const used = await call('POST', '/api/auth/link/use', { payload: { secret } })
  assert.equal(used.statusCode, 200, used.body)
  assert.equal((await call('GET', '/v1/people', { cookie: jar(used) })).statusCode, 200)
  assert.equal((await call('POST', '/api/auth/link/use', { payload: { secret } })).statusCode, 401)
})

test('a link for the first administrator is worth nothing once there is one', async () => {
  await newcomer({ role: 'domain-admin' })
  const { secret } = await newLink({ kind: 'first_administrator', role: 'domain-admin' })
  const used = await call('POST', '/api/auth/link/use', { payload: { secret, email: 'late@example.com', password: goodPassword } })
  assert.equal(used.statusCode, 401)
})

test('one person is shown by id with their roles, and the rules of sign-in with the address that providers send people back to', async () => {
  const { email, cookie } = await newcomer({ role: 'auditor' })
  const me = (await call('GET', '/v1/me', { cookie })).json<{
    person: { id: string }
    permissions: { permission: string; summary: string }[]
  }>()
  const shown = await call('GET', `/v1/people/${me.person.id}`, { cookie })
  assert.deepEqual([shown.statusCode, shown.json<{ email: string }>().email], [200, email])
  assert.equal((await call('GET', `/v1/people/${crypto.randomUUID()}`, { cookie })).statusCode, 404)
  assert.ok(me.permissions.every(({ permission, summary }) => summary !== '' && summary !== permission))
  const rules = (await call('GET', '/v1/sign-in-settings/rules', { cookie })).json<Record<string, unknown>>()
  assert.equal(rules['callbackUrl'], 'http://reeve.test/api/auth/callback/{provider}')
  assert.deepEqual([rules['failuresByEmail'], rules['lockMinutes'], rules['sessionHours']], [10, 15, 12])
})

test('roles count from the next request on, and the last administrator stays one', async () => {
  await db.updateTable('person').set({ disabled_at: now() }).execute()
  const admin = await newcomer({ role: 'domain-admin' })
  const other = await newcomer()
  const people = (await call('GET', '/v1/people', { cookie: admin.cookie })).json<{ items: { id: string; email: string }[] }>().items
  const idOf = (email: string) => people.find((person) => person.email === email)!.id
  const setRoles = (email: string, roles: object[]) =>
    call('PUT', `/v1/people/${idOf(email)}/roles`, { cookie: admin.cookie, payload: { roles } })
  assert.equal((await call('GET', '/v1/audit-events', { cookie: other.cookie })).statusCode, 403)
  assert.equal((await setRoles(other.email, [{ role: 'auditor' }])).statusCode, 200)
  assert.equal((await call('GET', '/v1/audit-events', { cookie: other.cookie })).statusCode, 200)

  assert.equal((await setRoles(admin.email, [{ role: 'viewer' }])).statusCode, 409)
  assert.equal((await setRoles(admin.email, [{ role: 'domain-admin', scope: 'badge:a' }])).statusCode, 409)
  assert.equal(
    (await call('PATCH', `/v1/people/${idOf(admin.email)}`, { cookie: admin.cookie, payload: { disabled: true } })).statusCode,
    409,
  )
  const made = await call('PUT', '/v1/roles/badger', {
    cookie: admin.cookie,
    payload: { description: 'Badges only', permissions: ['badges:read', 'badges:write'] },
  })
  assert.equal(made.statusCode, 204, made.body)
  assert.equal((await setRoles(other.email, [{ role: 'badger' }])).statusCode, 200)
  assert.equal((await call('GET', '/v1/badges', { cookie: other.cookie })).statusCode, 200)
  assert.equal((await call('GET', '/v1/accounts', { cookie: other.cookie })).statusCode, 403)
  assert.equal((await call('GET', '/v1/me', { cookie: other.cookie })).statusCode, 200)
  assert.equal((await call('DELETE', '/v1/roles/badger', { cookie: admin.cookie })).statusCode, 409)
  assert.equal(
    (await call('PUT', '/v1/roles/viewer', { cookie: admin.cookie, payload: { description: 'x', permissions: ['keys:rotate'] } }))
      .statusCode,
    409,
  )
})
