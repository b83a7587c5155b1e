import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { z } from 'zod'
import type { Selector } from '#lib/selector/index.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { httpErrors } from './http-errors.ts'
import { defineRoute } from './define-route.ts'
import { createServer } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'reeve-console-files-'))
const directory = join(folder, 'dist')
mkdirSync(join(directory, 'assets'), { recursive: true })
writeFileSync(join(folder, 'secret.txt'), 'secret')
writeFileSync(join(directory, 'assets', 'main-abc.js'), 'run()')

const reader: Actor = { kind: 'token', id: 'token:1', permissions: new Set(['accounts:read']) }
const scope: Selector = { op: 'term', term: { kind: 'account', pattern: '111122223333' } }
const bounded: Actor = {
  kind: 'person',
  id: 'user:1',
  permissions: new Set(['accounts:read', 'keys:rotate', 'self:read']),
  scopes: new Map(['accounts:read', 'keys:rotate'].map((permission) => [permission, scope])),
}
const server = await createServer({
  routes: [
    defineRoute({
      method: 'GET',
      path: '/v1/accounts',
      summary: 'Accounts',
      permission: 'accounts:read',
      reach: 'scoped',
      reply: { status: 200, schema: z.object({}) },
      errors: {},
      handle: async () => ({}),
    }),
  ],
  deps: {},
  authenticate: async ({ authorization }) => {
    if (authorization === undefined) throw httpErrors.unauthenticated('Who are you?')
    return authorization === 'Bearer bounded' ? bounded : reader
  },
  log: silentLog,
  metrics: createMetrics(),
  version: '1.2.3',
  newId: () => crypto.randomUUID(),
  readiness: async () => ({ isReady: true, checks: {} }),
  console: { directory, facts: () => ({ endpoint: { isAws: false, address: 'http://sim' }, version: '1.2.3', storedKeysAllowed: false }) },
})
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})
const page = (url: string) => server.inject({ url, headers: { accept: 'text/html,*/*;q=0.8' } })

test('until the console is built, a person is told to wait, and is served as soon as it is', async () => {
  const waiting = await page('/accounts')
  assert.equal(waiting.statusCode, 503)
  assert.match(waiting.body, /being prepared/)
  writeFileSync(join(directory, 'index.html'), '<title>Reeve</title>')
  assert.match((await page('/accounts')).body, /<title>Reeve/)
})

test('any path of a person is the page, under a policy that runs no inline script and cannot be framed', async () => {
  writeFileSync(join(directory, 'index.html'), '<title>Reeve</title>')
  for (const path of ['/', '/accounts/111122223333?tab=badges', '/no/such/page']) {
    const response = await page(path)
    assert.equal(response.statusCode, 200, path)
    const policy = String(response.headers['content-security-policy'])
    assert.match(policy, /default-src 'none'; script-src 'self';/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /script-src[^;]*unsafe|unsafe-eval/)
    assert.equal(response.headers['cache-control'], 'no-cache')
  }
})

test('what belongs to programs stays a problem document, also for a browser', async () => {
  for (const path of ['/v1/nothing', '/api/nothing', '/assets/nothing.js']) {
    const response = await page(path)
    assert.equal(response.statusCode, 404, path)
    assert.match(String(response.headers['content-type']), /problem\+json/)
  }
  assert.equal((await server.inject({ method: 'POST', url: '/accounts', headers: { accept: 'text/html' } })).statusCode, 404)
  assert.equal((await server.inject({ url: '/accounts' })).statusCode, 404)
})

test('hashed files are kept for a year, and nothing beside them is handed out', async () => {
  const response = await server.inject({ url: '/assets/main-abc.js' })
  assert.equal(response.body, 'run()')
  assert.match(String(response.headers['cache-control']), /max-age=31536000, immutable/)
  for (const path of ['/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/%2e%2e/%2e%2e/secret.txt', '/assets/.'])
    assert.notEqual((await server.inject({ url: path })).body, 'secret')
})

test('a stranger learns nothing from the session, and somebody signed in what they may do', async () => {
  assert.deepEqual((await server.inject({ url: '/console/session' })).json(), { actor: null })
  const known = (await server.inject({ url: '/console/session', headers: { authorization: 'Bearer x' } })).json<object>()
  assert.deepEqual(known, {
    actor: { kind: 'token', id: 'token:1' },
    permissions: ['accounts:read'],
    bounded: [],
    endpoint: { isAws: false, address: 'http://sim' },
    version: '1.2.3',
    storedKeysAllowed: false,
  })
})

test('somebody bound to a scope is offered only what some route gives them, and told which of it is a part', async () => {
  const { permissions, bounded: part } = (
    await server.inject({ url: '/console/session', headers: { authorization: 'Bearer bounded' } })
  ).json<{ permissions: string[]; bounded: string[] }>()
  assert.deepEqual({ permissions, part }, { permissions: ['accounts:read', 'self:read'], part: ['accounts:read'] })
})
