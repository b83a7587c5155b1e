import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { signInEndpoints } from '#platform/auth/sign-in-endpoints.ts'
import { goodPassword, openPeopleStand } from '#test/support/people-stand.ts'

const stand = await openPeopleStand()
const { db } = stand
after(() => stand.close())

/** As a browser, with a request id and a name of its own, whose event must be there afterwards. */
async function told(path: string, { payload = {}, cookie }: { payload?: object; cookie?: string | undefined } = {}) {
  const requestId = `request-${crypto.randomUUID()}`
  const reply = await stand.server.inject({
    method: 'POST',
    url: `/api/auth${path}`,
    remoteAddress: '203.0.113.9',
    headers: {
      host: 'reeve.test',
      origin: 'http://reeve.test',
      'user-agent': 'Browser/1.0',
      'x-request-id': requestId,
      ...(cookie === undefined ? {} : { cookie }),
    },
    payload,
  })
  const events = await listAuditEvents(db, { requestId }, { limit: 10 })
  return {
    reply,
    cookie: stand.jar(reply),
    events: events.map(({ action, result, source, userAgent }) => ({ action, result, source, userAgent })),
  }
}
const event = (action: string, result: 'done' | 'refused') => ({ action, result, source: '203.0.113.9', userAgent: 'Browser/1.0' })

test('signing in, failing, changing and ending: each leaves who, from where, with what and by which request', async () => {
  const { secret } = await stand.newLink()
  const email = 'una@example.com'
  const joined = await told('/link/use', { payload: { secret, name: 'Una', email, password: goodPassword } })
  assert.deepEqual(
    joined.events.filter(({ action }) => action === 'sign_in.link'),
    [event('sign_in.link', 'done')],
  )
  assert.ok(joined.events.some(({ action, userAgent }) => action === 'person.created' && userAgent === 'Browser/1.0'))
  assert.deepEqual((await told('/link/use', { payload: { secret, name: 'Una', email, password: goodPassword } })).events, [
    event('sign_in.link', 'refused'),
  ])
  assert.deepEqual((await told('/link/look', { payload: { secret: 'x'.repeat(43) } })).events, [event('sign_in.link', 'refused')])
  assert.deepEqual((await told('/password/look', { payload: { secret: 'x'.repeat(43) } })).events, [
    event('person.password_reset', 'refused'),
  ])
  assert.deepEqual((await told('/sign-in/email', { payload: { email, password: 'wrong and long enough' } })).events, [
    event('sign_in.password', 'refused'),
  ])
  const entered = await told('/sign-in/email', { payload: { email, password: goodPassword } })
  assert.deepEqual(entered.events, [event('sign_in.password', 'done')])
  const { cookie } = entered
  assert.deepEqual((await told('/two-factor/enable', { cookie, payload: { password: goodPassword } })).events, [
    event('person.second_factor_begun', 'done'),
  ])
  assert.deepEqual((await told('/two-factor/enable', { cookie, payload: { password: 'wrong and long enough' } })).events, [
    event('person.second_factor_begun', 'refused'),
  ])
  assert.deepEqual((await told('/two-factor/verify-totp', { cookie, payload: { code: '000000' } })).events, [
    event('sign_in.second_factor', 'refused'),
  ])
  assert.deepEqual((await told('/sign-out', { cookie })).events, [event('sign_in.ended', 'done')])
})

test('what a lock or the switch for passwords refuses is written down too', async () => {
  const email = 'locked@example.com'
  for (let i = 0; i < 10; i += 1) await told('/sign-in/email', { payload: { email, password: 'wrong and long enough' } })
  const locked = await told('/sign-in/email', { payload: { email, password: goodPassword } })
  assert.equal(locked.reply.statusCode, 429)
  assert.deepEqual(locked.events, [event('sign_in.password', 'refused')])
  await sql`update sign_in_setting set password_enabled = false, break_glass_person_id = (select id from person limit 1)`.execute(db)
  const off = await told('/sign-in/email', { payload: { email: 'somebody@example.com', password: goodPassword } })
  assert.deepEqual(off.events, [event('sign_in.password', 'refused')])
  await sql`update sign_in_setting set password_enabled = true`.execute(db)
})

test('nobody is let in whose sign-in cannot be written down', async () => {
  const { email } = await stand.newcomer()
  await sql
    .raw(`create function refuse_all() returns trigger language plpgsql as $$ begin raise exception 'the trail is full'; end $$;
    create trigger refuse_all before insert on audit_event for each row execute function refuse_all()`)
    .execute(db)
  const entered = await told('/sign-in/email', { payload: { email, password: goodPassword } })
  assert.deepEqual([entered.reply.statusCode, entered.cookie], [500, ''])
  await sql.raw('drop trigger refuse_all on audit_event').execute(db)
})

test('a write that is refused for want of permission is written down; reading what one may not is not', async () => {
  const { cookie } = await stand.newcomer({ role: 'viewer' })
  await stand.call('DELETE', '/v1/audit/sinks/siem', { cookie })
  await stand.call('GET', '/v1/audit-events', { cookie })
  const [refused, ...more] = await listAuditEvents(db, { action: 'access.refused' }, { limit: 10 })
  assert.deepEqual(
    [refused?.subject, refused?.result, refused?.after, more],
    ['route:DELETE /v1/audit/sinks/:sink', 'refused', { path: '/v1/audit/sinks/siem', code: 'forbidden' }, []],
  )
})

test('every endpoint of sign-in that somebody can be let in by, or changes something by, says what its event is', () => {
  const silent = signInEndpoints.filter(({ method, action }) => method === 'POST' && action === undefined).map(({ path }) => path)
  // Looks and requests write what they refuse themselves; going to a provider has changed nothing yet.
  assert.deepEqual(silent.toSorted(), ['/link/look', '/password/forgot', '/password/look', '/password/reset', '/sign-in/social'])
})
