import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { openPeopleStand } from '#test/support/people-stand.ts'

const stand = await openPeopleStand()
const { db, call, newcomer } = stand
after(() => stand.close())

const admin = await newcomer({ role: 'domain-admin' })
const idOf = async (email: string) =>
  (await db.selectFrom('person').select('id').where('email', '=', email.toLowerCase()).executeTakeFirstOrThrow()).id
const remove = (id: string, cookie = admin.cookie) => call('DELETE', `/v1/people/${id}`, { cookie })

test('somebody removed is out at once: session, tokens, links, roles and password; the trail keeps the name', async () => {
  const other = await newcomer({ role: 'domain-admin' })
  const id = await idOf(other.email)
  const token = (await call('POST', '/v1/tokens', { cookie: other.cookie, payload: { name: 'theirs', role: 'viewer' } })).json<{
    token: string
  }>()
  const invitation = await call('POST', '/v1/people/invitations', { cookie: other.cookie, payload: { role: 'viewer' } })
  const bearer = () => stand.server.inject({ url: '/v1/accounts', headers: { authorization: `Bearer ${token.token}` } })
  assert.equal((await bearer()).statusCode, 200)

  const reply = await remove(id)
  assert.equal(reply.statusCode, 204, reply.body)
  assert.equal((await call('GET', '/v1/me', { cookie: other.cookie })).statusCode, 401)
  assert.equal((await bearer()).statusCode, 401)
  assert.equal((await stand.password(other.email)).statusCode, 401)
  const secret = invitation.json<{ url: string }>().url.split('=')[1] ?? ''
  assert.equal((await call('POST', '/api/auth/link/look', { payload: { secret } })).statusCode, 401)
  const [event] = await listAuditEvents(db, { action: 'person.removed' }, { limit: 1 })
  const before = event?.before as { email: string; roles: { role: string }[] }
  assert.deepEqual([event?.subject, before.email, before.roles[0]?.role], [`person:${id}`, other.email, 'domain-admin'])
  assert.equal((await remove(id)).statusCode, 404)
})

test('nobody removes themselves, nor the last administrator, nor whoever holds more than they do', async () => {
  const own = await remove(await idOf(admin.email))
  assert.deepEqual([own.statusCode, own.json<{ code: string }>().code], [409, 'own_removal'])
  const byOperator = await stand.server.inject({
    method: 'DELETE',
    url: `/v1/people/${await idOf(admin.email)}`,
    headers: { authorization: `Bearer ${stand.operator.token}` },
  })
  assert.deepEqual([byOperator.statusCode, byOperator.json<{ code: string }>().code], [409, 'last_administrator'])
  assert.equal((await call('GET', '/v1/me', { cookie: admin.cookie })).statusCode, 200)

  await call('PUT', '/v1/roles/gatekeeper', {
    cookie: admin.cookie,
    payload: { description: 'People', permissions: ['people:read', 'people:write'] },
  })
  const keeper = await newcomer({ role: 'gatekeeper' })
  const refused = await remove(await idOf(admin.email), keeper.cookie)
  assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [403, 'permissions_exceed_own'])
})

test('whoever keeps the password for the day the provider is away is not removed while passwords are off', async () => {
  const keeper = await newcomer({ role: 'domain-admin' })
  const breakGlassPersonId = await idOf(keeper.email)
  const set = (passwordEnabled: boolean) =>
    call('PUT', '/v1/sign-in-settings', { cookie: admin.cookie, payload: { passwordEnabled, breakGlassPersonId } })
  assert.equal((await set(false)).statusCode, 200)
  const refused = await remove(breakGlassPersonId)
  assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [409, 'break_glass_needed'])
  assert.equal((await set(true)).statusCode, 200)
  assert.equal((await remove(breakGlassPersonId)).statusCode, 204)
  const settings = (await call('GET', '/v1/sign-in-settings', { cookie: admin.cookie })).json<{ breakGlassPersonId: string | null }>()
  assert.equal(settings.breakGlassPersonId, null)
})

test('every reference to a person lets that person go', async () => {
  const { rows } = await sql<{ column: string }>`
    select c.conrelid::regclass::text || '.' || a.attname as column from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.confrelid = 'person'::regclass and c.contype = 'f' and c.confdeltype = 'a'`.execute(db)
  // The one that removal sees to itself.
  assert.deepEqual(rows, [{ column: 'sign_in_setting.break_glass_person_id' }])
})
