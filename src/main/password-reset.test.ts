import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { goodPassword, openPeopleStand } from '#test/support/people-stand.ts'
import { openMailServer } from '#test/support/mail-server.ts'
import { totpOf } from '#test/support/totp.ts'

const stand = await openPeopleStand({ allow: ['127.0.0.1'] })
const { db, clock, call } = stand
const mail = await openMailServer()
after(async () => {
  await stand.close()
  await mail.close()
})
const newPassword = 'quite another password'
const settings = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'reeve@example.com' }
const forgot = (email: string, from = '127.0.0.1') =>
  stand.server.inject({
    method: 'POST',
    url: '/api/auth/password/forgot',
    payload: { email },
    remoteAddress: from,
    headers: { host: 'reeve.test', origin: 'http://reeve.test' },
  })
const look = (secret: string) => call('POST', '/api/auth/password/look', { payload: { secret } })
const reset = (secret: string, password = newPassword) => call('POST', '/api/auth/password/reset', { payload: { secret, password } })
const later = (minutes: number) => void (clock.now = new Date(clock.now.getTime() + minutes * 60_000))
const decoded = (source: string) => source.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
const secretIn = (source: string) =>
  /^http:\/\/reeve\.test\/reset-password#link=([\w-]{43})$/m.exec(decoded(source))?.[1] ?? assert.fail(source)

test('where no mail server is set the page is told to send people to an administrator, and asking is refused', async () => {
  assert.equal((await call('GET', '/api/auth/ways')).json<{ passwordReset: string }>().passwordReset, 'administrator')
  const asked = await forgot('pat@example.com')
  assert.deepEqual([asked.statusCode, asked.json<{ code: string }>().code], [409, 'mail_not_configured'])
})

test('only the domain admin sets the server for letters, whose stored password goes to no other server', async () => {
  const admin = await stand.newcomer({ role: 'domain-admin' })
  const other = await stand.newcomer({ role: 'organization-admin' })
  assert.equal((await call('PUT', '/v1/system-mail', { cookie: other.cookie, payload: settings })).statusCode, 403)
  const kept = { ...settings, security: 'starttls', username: 'reeve' }
  const secure = { ...kept, password: 'CANARY of the mail server' }
  const set = await call('PUT', '/v1/system-mail', { cookie: admin.cookie, payload: secure })
  assert.equal(set.statusCode, 200, set.body)
  assert.equal(set.body.includes('CANARY'), false)
  const moved = await call('PUT', '/v1/system-mail', { cookie: admin.cookie, payload: { ...kept, host: 'evil.example' } })
  assert.equal(moved.statusCode, 400, moved.body)
  assert.equal((await call('PUT', '/v1/system-mail', { cookie: admin.cookie, payload: { ...kept, port: 2525 } })).statusCode, 200)
  assert.equal((await call('PUT', '/v1/system-mail', { cookie: admin.cookie, payload: { ...kept, security: 'none' } })).statusCode, 400)
  assert.equal((await call('PUT', '/v1/system-mail', { cookie: admin.cookie, payload: { ...settings, password: null } })).statusCode, 200)
  const tested = await call('POST', '/v1/system-mail/test', { cookie: admin.cookie, payload: { to: 'ops@example.com' } })
  assert.deepEqual(tested.json<{ isSent: boolean }>().isSent, true, tested.body)
  assert.equal(JSON.stringify(await listAuditEvents(db, {}, { limit: 1000 })).includes('CANARY'), false)
  assert.equal((await call('GET', '/api/auth/ways')).json<{ passwordReset: string }>().passwordReset, 'mail')
})

test('a mailed link sets a new password once, ends every session, and signs nobody in', async () => {
  const { email, cookie } = await stand.newcomer()
  const half = stand.jar(await stand.password(email))
  mail.mails.length = 0
  assert.equal((await forgot(email.toUpperCase())).statusCode, 200)
  await stand.writeLetters()
  const [letter] = mail.mails
  assert.deepEqual(letter?.to, [email])
  const secret = secretIn(letter?.source ?? '')
  assert.equal((await look(secret)).json<{ email: string }>().email, email)
  const done = await reset(secret)
  assert.deepEqual([done.statusCode, done.cookies.length], [200, 0], done.body)
  for (const session of [cookie, half]) assert.equal((await call('GET', '/v1/me', { cookie: session })).statusCode, 401)
  assert.deepEqual([(await stand.password(email)).statusCode, (await stand.password(email, newPassword)).statusCode], [401, 200])
  assert.deepEqual([(await reset(secret)).statusCode, (await look(secret)).statusCode], [401, 401])
  const stored = JSON.stringify([
    await db.selectFrom('password_reset').selectAll().execute(),
    await listAuditEvents(db, {}, { limit: 1000 }),
  ])
  assert.equal(stored.includes(secret) || stored.includes(newPassword), false)
})

test('of two who use a link at once exactly one sets a password', async () => {
  const { email } = await stand.newcomer()
  await forgot(email)
  await stand.writeLetters()
  const secret = secretIn(mail.mails.at(-1)?.source ?? '')
  const replies = await Promise.all(['first of the passwords', 'other of the passwords'].map((password) => reset(secret, password)))
  assert.deepEqual(replies.map(({ statusCode }) => statusCode).toSorted(), [200, 401])
})

test('known, unknown, disabled and provider-only e-mails get one answer through the same steps; one letter is sent', async () => {
  const known = await stand.newcomer()
  const disabled = await stand.newcomer()
  const provider = await stand.newcomer()
  await db.updateTable('person').set({ disabled_at: clock.now }).where('email', '=', disabled.email).execute()
  await db
    .deleteFrom('person_credential')
    .where('person_id', 'in', (eb) => eb.selectFrom('person').select('id').where('email', '=', provider.email))
    .execute()
  mail.mails.length = 0
  const rows = async () => (await db.selectFrom('password_reset').select('id').execute()).length
  const answers = new Set<string>()
  for (const email of [known.email, disabled.email, provider.email, 'nobody@example.com']) {
    const before = await rows()
    const { statusCode, body } = await forgot(email, '10.0.0.1')
    answers.add(`${statusCode} ${body}`)
    assert.equal((await rows()) - before, 1, 'each leaves one row and one job, so that time tells nothing')
  }
  assert.deepEqual([...answers], ['200 {"asked":true}'])
  assert.equal(await stand.writeLetters(), 4)
  assert.deepEqual(
    mail.mails.flatMap(({ to }) => to),
    [known.email],
  )
})

test('asking is limited by e-mail, known or not, and by address; being locked out of signing in does not stop it', async () => {
  const { email } = await stand.newcomer()
  for (let i = 0; i < 10; i += 1) await stand.password(email, 'wrong wrong wrong')
  assert.equal((await stand.password(email)).statusCode, 429)
  for (const who of [email, 'never-seen@example.com']) {
    for (let i = 0; i < 3; i += 1) assert.equal((await forgot(who, '10.0.0.2')).statusCode, 200)
    assert.equal((await forgot(who, '10.0.0.3')).statusCode, 429)
  }
  await stand.writeLetters()
  const used = await reset(secretIn(mail.mails.at(-1)?.source ?? ''))
  assert.equal(used.statusCode, 200, used.body)
  assert.equal((await stand.password(email, newPassword)).statusCode, 200, 'a new password forgives the failures before it')
  const fromOne: number[] = []
  for (let i = 0; i < 21; i += 1) fromOne.push((await forgot(`somebody${i}@example.com`, '10.0.0.4')).statusCode)
  assert.deepEqual([fromOne.slice(0, 20).every((status) => status === 200), fromOne[20]], [true, 429])
  await stand.writeLetters()
  later(20)
})

test('a newer link voids the older, an old one expires, and one for somebody disabled meanwhile is worth nothing', async () => {
  const { email } = await stand.newcomer()
  const next = async () => {
    await forgot(email, '10.0.0.5')
    await stand.writeLetters()
    return secretIn(mail.mails.at(-1)?.source ?? '')
  }
  const [first, second] = [await next(), await next()]
  assert.deepEqual([(await reset(first)).statusCode, (await look(second)).statusCode], [401, 200])
  later(31)
  assert.equal((await reset(second)).statusCode, 401)
  const third = await next()
  await db.updateTable('person').set({ disabled_at: clock.now }).where('email', '=', email).execute()
  assert.equal((await reset(third)).statusCode, 401)
})

test('the second factor stays: a new password alone signs nobody in, and a half-done sign-in with the old one is over', async () => {
  const { email, cookie } = await stand.newcomer()
  const begun = await call('POST', '/api/auth/two-factor/enable', { cookie, payload: { password: goodPassword } })
  const { totpURI } = begun.json<{ totpURI: string }>()
  await call('POST', '/api/auth/two-factor/verify-totp', { cookie, payload: { code: totpOf(totpURI) } })
  const half = stand.jar(await stand.password(email))
  await forgot(email, '10.0.0.6')
  await stand.writeLetters()
  assert.equal((await reset(secretIn(mail.mails.at(-1)?.source ?? ''))).statusCode, 200)
  const code = totpOf(totpURI, Date.now() + 30_000)
  const finish = (jar: string) => call('POST', '/api/auth/two-factor/verify-totp', { cookie: jar, payload: { code } })
  assert.equal((await finish(half)).statusCode, 401)
  const again = await stand.password(email, newPassword)
  assert.equal(again.json<{ twoFactorRedirect: boolean }>().twoFactorRedirect, true)
  assert.equal((await finish(stand.jar(again))).statusCode, 200)
})

test('with password sign-in off only the administrator who keeps a password is sent a link', async () => {
  const admin = await stand.newcomer({ role: 'domain-admin' })
  const { email } = await stand.newcomer()
  const me = (await call('GET', '/v1/me', { cookie: admin.cookie })).json<{ person: { id: string } }>()
  const switchTo = (passwordEnabled: boolean) =>
    call('PUT', '/v1/sign-in-settings', {
      cookie: admin.cookie,
      payload: { passwordEnabled, breakGlassPersonId: passwordEnabled ? null : me.person.id },
    })
  assert.equal((await switchTo(false)).statusCode, 200)
  mail.mails.length = 0
  await forgot(email, '10.0.0.7')
  await forgot(admin.email, '10.0.0.7')
  await stand.writeLetters()
  assert.deepEqual(
    mail.mails.flatMap(({ to }) => to),
    [admin.email],
  )
  assert.equal((await switchTo(true)).statusCode, 200)
})

test('a mail server that refuses is tried again with another link, and the trail says why, not the job', async () => {
  const { email } = await stand.newcomer()
  mail.refuse(451)
  await forgot(email, '10.0.0.8')
  await assert.rejects(stand.writeLetters(), (error: Error) => !error.message.includes(email) && /audit trail/.test(error.message))
  mail.refuse(undefined)
  const [event] = await listAuditEvents(db, { action: 'password_reset.letter_sent' }, { limit: 1 })
  assert.equal(event?.result, 'failed')
})

test('an administrator makes a link for somebody else, audited, but not for who may do more, is disabled or has no password', async () => {
  const admin = await stand.newcomer({ role: 'domain-admin' })
  const { email, cookie } = await stand.newcomer()
  const idOf = async (who: string) => (await db.selectFrom('person').select('id').where('email', '=', who).executeTakeFirstOrThrow()).id
  const id = await idOf(email)
  const issue = (who: string, by = admin.cookie) => call('POST', `/v1/people/${who}/reset-link`, { cookie: by, payload: {} })
  assert.equal((await issue(id, cookie)).statusCode, 403)
  const made = await issue(id)
  assert.equal(made.statusCode, 201, made.body)
  const secret = secretIn(made.json<{ url: string }>().url)
  const [event] = await listAuditEvents(db, { action: 'password_reset.link_made' }, { limit: 1 })
  assert.equal(event?.subject, `person:${id}`)
  assert.equal(JSON.stringify(event).includes(secret), false)
  assert.equal((await reset(secret)).statusCode, 200)

  const helper = await stand.newcomer({ role: 'viewer' })
  const role = { description: 'Lets people in', permissions: ['people:read', 'people:write'] }
  assert.equal((await call('PUT', '/v1/roles/doorkeeper', { cookie: admin.cookie, payload: role })).statusCode, 204)
  const roles = { roles: [{ role: 'doorkeeper' }, { role: 'viewer' }] }
  assert.equal(
    (await call('PUT', `/v1/people/${await idOf(helper.email)}/roles`, { cookie: admin.cookie, payload: roles })).statusCode,
    200,
  )
  const refused = await issue(await idOf(admin.email), helper.cookie)
  assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [403, 'permissions_exceed_own'])
  assert.equal((await issue(id, helper.cookie)).statusCode, 201)

  await db.updateTable('person').set({ disabled_at: clock.now }).where('id', '=', id).execute()
  assert.equal((await issue(id)).json<{ code: string }>().code, 'person_disabled')
  const guest = await stand.newLink({ kind: 'sign_in' })
  await call('POST', '/api/auth/link/use', { payload: { secret: guest.secret } })
  const guestId = (await db.selectFrom('person').select('id').where('email', 'like', 'newcomer-%').executeTakeFirstOrThrow()).id
  assert.equal((await issue(guestId)).json<{ code: string }>().code, 'no_password')
})
