import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { withinScope } from '#features/selectors/index.ts'
import { listAuditEvents } from '#platform/audit.ts'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import { insertLink } from '#platform/auth/one-time-links.ts'
import { createSignIn } from '#platform/auth/sign-in.ts'
import { signInEndpoints } from '#platform/auth/sign-in-endpoints.ts'
import { newTokenSecret } from '#platform/auth/token-secret.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { routes } from './routes.gen.ts'

const database = await createTestDatabase()
const { db } = database
const sealer = createSealer(openKeyRing({ kind: 'given', text: randomBytes(32).toString('base64') }))
const clock = { now: new Date() }
const now = () => clock.now
const operator = { token: newTokenSecret(), actorId: 'os:1000' }
const baseUrl = 'http://reeve.test'
const signIn = createSignIn({
  db,
  sealer,
  now,
  outgoing: createOutgoing({ allow: [] }),
  baseUrl: () => baseUrl,
  onTrouble: () => undefined,
})
const server = await createServer({
  routes: routes as unknown as readonly Route<{ readonly db: typeof db }>[],
  deps: { db, sealer, now, newId: () => crypto.randomUUID(), baseUrl: () => baseUrl } as never,
  authenticate: createAuthenticate({ db, now, operator, sessions: signIn }),
  people: { signIn, isTransportExposed: false },
  narrow: (deps, scope, body) => withinScope(deps.db, scope, (narrowed) => body({ ...deps, db: narrowed })),
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

type Reply = Awaited<ReturnType<typeof call>>
const jar = (reply: Reply): string =>
  reply.cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')
const call = (
  method: 'GET' | 'POST' | 'DELETE' | 'PUT',
  url: string,
  { cookie, payload, origin = baseUrl }: { cookie?: string; payload?: object; origin?: string } = {},
) =>
  server.inject({
    method,
    url,
    headers: { host: 'reeve.test', origin, ...(cookie === undefined ? {} : { cookie }) },
    ...(payload === undefined ? {} : { payload }),
  })
const newLink = (over: Partial<Parameters<typeof insertLink>[1]> = {}) =>
  db
    .transaction()
    .execute((tx) =>
      insertLink(tx, {
        kind: 'invitation',
        email: null,
        role: 'viewer',
        scope: null,
        createdBy: 'os:1000',
        createdAt: now(),
        expiresAt: new Date(now().getTime() + 900_000),
        ...over,
      }),
    )
let count = 0
async function newcomer(over: Partial<Parameters<typeof insertLink>[1]> = {}) {
  const { secret } = await newLink(over)
  const email = `person${++count}@example.com`
  const reply = await call('POST', '/api/auth/link/use', { payload: { secret, name: 'Pat', email, password: 'a long enough password' } })
  assert.equal(reply.statusCode, 200, reply.body)
  return { email, secret, cookie: jar(reply) }
}
const passwordSignIn = (email: string, password = 'a long enough password') =>
  call('POST', '/api/auth/sign-in/email', { payload: { email, password } })

test('a link makes the person, signs them in with its role, and works exactly once', async () => {
  const { secret, cookie } = await newcomer()
  assert.equal((await call('GET', '/v1/accounts', { cookie })).statusCode, 200)
  assert.equal((await call('GET', '/v1/tokens', { cookie })).statusCode, 403)
  const again = await call('POST', '/api/auth/link/use', {
    payload: { secret, email: 'other@example.com', password: 'a long enough password' },
  })
  assert.equal(again.statusCode, 401)
  assert.equal(again.cookies.length, 0)
  const { secret: raced } = await newLink()
  const replies = await Promise.all(
    Array.from({ length: 4 }, (_, i) =>
      call('POST', '/api/auth/link/use', { payload: { secret: raced, email: `race${i}@example.com`, password: 'a long enough password' } }),
    ),
  )
  assert.deepEqual(replies.map(({ statusCode }) => statusCode).toSorted(), [200, 401, 401, 401])
})

test('a password signs in with a cookie that scripts cannot read and other sites do not send', async () => {
  const { email } = await newcomer()
  const reply = await passwordSignIn(email.toUpperCase())
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
      answers.add((await passwordSignIn(who, 'wrong wrong wrong')).json<{ detail: string; status: number }>().detail)
    assert.equal((await passwordSignIn(who)).statusCode, 429)
  }
  assert.equal(answers.size, 1)
  clock.now = new Date(clock.now.getTime() + 16 * 60_000)
  assert.equal((await passwordSignIn(email)).statusCode, 200)
})

test('a write with a cookie from another site is refused, and so is a sign-in from there', async () => {
  const { email, cookie } = await newcomer({ role: 'domain-admin' })
  const foreign = await call('POST', '/v1/tokens', { cookie, payload: { name: 'x', role: 'viewer' }, origin: 'https://evil.example' })
  assert.deepEqual([foreign.statusCode, foreign.json<{ code: string }>().code], [403, 'origin_refused'])
  assert.equal(
    (
      await call('POST', '/api/auth/sign-in/email', {
        payload: { email, password: 'a long enough password' },
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
  const reply = await passwordSignIn(email)
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
    'two-factor/generate-backup-codes',
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
  await passwordSignIn(email)
  await passwordSignIn(email, 'CANARY wrong password')
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
