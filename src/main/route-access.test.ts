import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import { allPermissions, rolePermissions } from '#platform/auth/roles.ts'
import { hashToken, newTokenSecret, tokenPrefixOf } from '#platform/auth/token-secret.ts'
import { insertToken } from '#platform/auth/token-store.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase } from '#test/support/database.ts'
import type { Route } from '#platform/http/define-route.ts'
import { routes } from './routes.gen.ts'

/** Deps that fail the test when touched: a refused request must not reach a handler. */
const untouchable = new Proxy({}, { get: (_, name) => assert.fail(`a refused request reached deps.${String(name)}`) })
const mounted: readonly Route[] = routes

const database = await createTestDatabase()
const now = () => new Date('2026-11-21T12:00:00Z')
const server = await createServer({
  routes: mounted,
  deps: untouchable as never,
  authenticate: createAuthenticate({ db: database.db, now }),
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

async function tokenWith(role: 'read-only' | 'custom', permissions: readonly string[] = []): Promise<string> {
  const secret = newTokenSecret()
  const id = crypto.randomUUID()
  const token = {
    id,
    name: id,
    prefix: tokenPrefixOf(secret),
    role,
    permissions,
    scope: null,
    createdBy: 'os:0',
    createdAt: now(),
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  }
  await database.db.transaction().execute((tx) => insertToken(tx, token, hashToken(secret)))
  return secret
}

const readOnly = await tokenWith('read-only')
/** POSTs that only compute an answer and change nothing. A route joins this list by review, never by its own word. */
const computesOnly: ReadonlySet<string> = new Set([
  'POST /v1/system/doctor',
  'POST /v1/audit/verify',
  'POST /v1/organizations/:org/preview',
  'POST /v1/guardrails/:guardrail/render',
  'POST /v1/organizations/:org/what-if',
  'POST /v1/organizations/:org/perimeter-matrix',
  'POST /v1/policies/explain',
  'POST /v1/policies/lint',
])

const urlOf = (path: string) => path.replaceAll(/:[A-Za-z]+/g, 'x')

for (const { method, path, permission } of mounted) {
  const ask = (token?: string) =>
    server.inject({ method: method as 'GET', url: urlOf(path), headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })

  test(`401: ${method} ${path} asks who is there [ORG-2]`, async () => {
    assert.equal((await ask()).statusCode, 401)
    assert.equal((await ask(newTokenSecret())).statusCode, 401)
  })

  test(`403: ${method} ${path} refuses a token that may do everything but ${permission} [ORG-2]`, async () => {
    const response = await ask(
      await tokenWith(
        'custom',
        allPermissions.filter((other) => other !== permission),
      ),
    )
    assert.equal(response.statusCode, 403)
    assert.match(response.json<{ detail: string }>().detail, new RegExp(permission))
  })

  if (method !== 'GET' && !computesOnly.has(`${method} ${path}`)) {
    test(`403: ${method} ${path} refuses a read-only token [ORG-2]`, async () => {
      assert.equal(rolePermissions['read-only'].has(permission), false, `${permission} would let a read-only token through`)
      assert.equal((await ask(readOnly)).statusCode, 403)
    })
  }
}

test('no two routes share a method and path, and every path is versioned', () => {
  const keys = mounted.map(({ method, path }) => `${method} ${path.replaceAll(/:[A-Za-z]+/g, ':')}`)
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  )
  assert.deepEqual(
    mounted.filter(({ path, spec }) => !path.startsWith(spec.dialect === 'scim' ? '/scim/v2/' : '/v1/')),
    [],
  )
})
