import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { routes as allRoutes } from '#main/routes.gen.ts'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import type { Permission } from '#platform/auth/permissions.ts'
import { allPermissions } from '#platform/auth/roles.ts'
import { newTokenSecret } from '#platform/auth/token-secret.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { createTokenRoute } from './routes/create-token.route.ts'
import { listTokensRoute } from './routes/list-tokens.route.ts'
import { revokeTokenRoute } from './routes/revoke-token.route.ts'

const auditEventsRoute = allRoutes.find(({ path }) => path === '/v1/audit-events') ?? assert.fail('no route reads the trail')
const database = await createTestDatabase()
const { db } = database
const operator = { token: newTokenSecret(), actorId: 'os:1000' }
const now = () => new Date('2026-11-21T12:00:00Z')
const server = await createServer({
  routes: [createTokenRoute, listTokensRoute, revokeTokenRoute, auditEventsRoute as typeof listTokensRoute],
  deps: { db, now, newId: () => crypto.randomUUID() },
  authenticate: createAuthenticate({ db, now, operator }),
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

const as = (token: string) => ({ authorization: `Bearer ${token}` })
const create = (payload: object, token = operator.token) =>
  server.inject({ method: 'POST', url: '/v1/tokens', payload, headers: as(token) })
const secretOf = (response: Awaited<ReturnType<typeof create>>) => response.json<{ token: string }>().token

test('201: a new token works at once, its secret is shown once, and the trail says who made it', async () => {
  const created = await create({ name: 'ci', role: 'read-only', expiresInDays: 30 })
  assert.equal(created.statusCode, 201)
  assert.equal(created.json<{ expiresAt: string }>().expiresAt, '2026-12-21T12:00:00.000Z')
  const list = await server.inject({ url: '/v1/tokens', headers: as(secretOf(created)) })
  assert.equal(list.statusCode, 200)
  assert.equal(list.body.includes(secretOf(created)), false)
  const [event] = await listAuditEvents(db, { action: 'token.created' }, { limit: 1 })
  assert.deepEqual([event?.actor, event?.subject], ['os:1000', `token:${created.json<{ id: string }>().id}`])
  assert.equal(JSON.stringify(event).includes(secretOf(created)), false)
})

test('204: a revoked token is refused from the next request on; revoking it again changes nothing', async () => {
  const created = await create({ name: 'short-lived', role: 'read-only' })
  const revoke = () => server.inject({ method: 'DELETE', url: '/v1/tokens/short-lived', headers: as(operator.token) })
  assert.equal((await revoke()).statusCode, 204)
  assert.equal((await server.inject({ url: '/v1/tokens', headers: as(secretOf(created)) })).statusCode, 401)
  assert.equal((await revoke()).statusCode, 404)
  const byId = await server.inject({
    method: 'DELETE',
    url: `/v1/tokens/${created.json<{ id: string }>().id}`,
    headers: as(operator.token),
  })
  assert.equal(byId.statusCode, 204)
  assert.equal((await listAuditEvents(db, { action: 'token.revoked' }, { limit: 10 })).length, 1)
})

test('403: nobody grants what they do not hold, so tokens:write is no way to become an administrator', async () => {
  const maker = secretOf(await create({ name: 'maker', role: 'custom', permissions: ['tokens:write', 'accounts:read'] }))
  for (const asked of [{ role: 'admin' }, { role: 'read-only' }, { role: 'custom', permissions: ['keys:rotate'] }]) {
    const response = await create({ name: 'more', ...asked }, maker)
    assert.equal(response.statusCode, 403)
    assert.equal(response.json<{ code: string }>().code, 'permissions_exceed_own')
  }
  assert.equal((await create({ name: 'less', role: 'custom', permissions: ['accounts:read'] }, maker)).statusCode, 201)
})

test('409: two live tokens never share a name, not even when both are asked for at once', async () => {
  const responses = await Promise.all(Array.from({ length: 4 }, () => create({ name: 'twin', role: 'read-only' })))
  assert.deepEqual(responses.map(({ statusCode }) => statusCode).toSorted(), [201, 409, 409, 409])
})

const invalid: readonly { readonly name: string; readonly payload: object; readonly rule: string }[] = [
  { name: 'an empty name', payload: { name: ' ', role: 'admin' }, rule: 'min:1' },
  { name: 'a custom token without permissions', payload: { name: 'x' }, rule: 'role_or_permissions' },
  {
    name: 'a role with permissions beside it',
    payload: { name: 'x', role: 'admin', permissions: ['accounts:read'] },
    rule: 'role_or_permissions',
  },
  { name: 'a life of no days', payload: { name: 'x', role: 'admin', expiresInDays: 0 }, rule: 'min:1' },
  { name: 'an unknown field', payload: { name: 'x', role: 'admin', owner: 'me' }, rule: 'unknown_field' },
]
for (const { name, payload, rule } of invalid) {
  test(`400: ${name} is refused as ${rule}`, async () => {
    const response = await create(payload)
    assert.equal(response.statusCode, 400)
    assert.deepEqual(
      response.json<{ errors: { rule: string }[] }>().errors.map((error) => error.rule),
      [rule],
    )
  })
}

async function pageAfter(
  cursor: string,
): Promise<{ readonly items: readonly { readonly name: string }[]; readonly nextCursor: string | null }> {
  const response = await server.inject({
    url: `/v1/tokens?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
    headers: as(operator.token),
  })
  return response.json()
}

test('400: a forged cursor is refused, a true one continues without gap or repeat', async () => {
  for (const name of ['p1', 'p2', 'p3']) await create({ name, role: 'read-only' })
  assert.equal((await server.inject({ url: '/v1/tokens?cursor=forged', headers: as(operator.token) })).statusCode, 400)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await pageAfter(cursor)
    seen.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
  }
  assert.equal(new Set(seen).size, seen.length)
  for (const name of ['p1', 'p2', 'p3']) assert.ok(seen.includes(name))
})

test('a custom token holds exactly what was asked', async () => {
  const permissions: Permission[] = ['audit:read', 'jobs:read']
  const token = secretOf(await create({ name: 'exact', role: 'custom', permissions }))
  const actor = await createAuthenticate({ db, now })(as(token))
  assert.deepEqual(allPermissions.filter((permission) => actor.permissions.has(permission)).toSorted(), permissions)
})
