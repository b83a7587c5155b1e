import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppError } from '#lib/app-error.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { combineGrants } from '#platform/auth/grants.ts'
import { wholeEstatePermissions } from '#platform/auth/permissions.ts'
import { roleCatalogue } from '#platform/auth/role-catalogue.ts'
import { signInEndpoints } from '#platform/auth/sign-in-endpoints.ts'
import { signInErrors } from '#platform/auth/sign-in-errors.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { routes } from './routes.gen.ts'

const mounted: readonly Route[] = routes
const scope = 'ou:ou-ab12-11111111/**'
const actors = new Map(
  Object.entries(roleCatalogue).flatMap(([role, { permissions }]): [string, Actor][] => [
    [`${role} everywhere`, { kind: 'person', id: role, ...combineGrants([{ permissions, scope: null }]) }],
    [`${role} in a scope`, { kind: 'person', id: role, ...combineGrants([{ permissions, scope }]) }],
  ]),
)
actors.set('a SCIM connection', { kind: 'token', id: 'scim:corp', permissions: new Set(['people:provision']) })

/** Deps that say that a handler was reached: the request was let through. */
const reached = new AppError('reached', { status: 418, title: 'Reached' }, 'A handler was reached.')
const deps = new Proxy(
  {},
  {
    get: () => {
      throw reached
    },
  },
)
const narrowed: string[] = []
const called: string[] = []
const server = await createServer({
  routes: mounted,
  deps: deps as never,
  authenticate: async ({ authorization }) => actors.get(authorization ?? '') ?? assert.fail(`no actor ${authorization}`),
  narrow: async (_deps, { scope: selector }) => {
    narrowed.push(JSON.stringify(selector))
    throw reached
  },
  people: {
    isTransportExposed: false,
    signIn: {
      actorOf: async () => undefined,
      handle: async ({ path, caller }) => {
        called.push(path)
        if (caller === 'signed_in') throw signInErrors.sign_in_refused('Sign in first.')
        throw reached
      },
    },
  },
  log: silentLog,
  metrics: createMetrics(),
  version: '0.0.0',
  newId: () => crypto.randomUUID(),
  readiness: async () => ({ isReady: true, checks: {} }),
})
after(() => server.close())

const urlOf = (path: string) => path.replaceAll(/:[A-Za-z]+/g, 'x')

for (const [name, actor] of actors) {
  test(`${name} is let into exactly the routes that the role and its reach allow [ORG-2]`, async () => {
    for (const { method, path, permission, spec } of mounted) {
      narrowed.length = 0
      const response = await server.inject({ method: method as 'GET', url: urlOf(path), headers: { authorization: name } })
      const label = `${method} ${path} for ${name}: ${response.statusCode} ${response.body.slice(0, 200)}`
      const isBounded = actor.scopes?.has(permission) === true
      if (!actor.permissions.has(permission)) {
        assert.equal(response.statusCode, 403, label)
        // A directory is told in SCIM's own words, which know no code.
        if (spec.dialect === 'scim') assert.match(response.json<{ detail: string }>().detail, new RegExp(`permission ${permission}`), label)
        else assert.equal(response.json<{ code: string }>().code, 'forbidden', label)
      } else if (isBounded && spec.reach === undefined) {
        assert.equal(response.json<{ code: string }>().code, 'beyond_scope', label)
      } else {
        // Past the gate: what comes next is the input, or the handler.
        assert.ok(response.statusCode !== 401 && response.statusCode !== 403, label)
        if (isBounded && spec.reach === 'scoped' && response.statusCode === 418)
          assert.equal(narrowed.length, 1, `${label} with all of the estate`)
      }
    }
  })
}

test('customers see no billing, partners see billing alone, and only the domain admin makes administrators', () => {
  const estateWide = (role: keyof typeof roleCatalogue): readonly string[] => [...roleCatalogue[role].permissions]
  assert.equal(estateWide('customer-admin').includes('billing:read'), false)
  assert.deepEqual(
    estateWide('partner-billing').filter((permission) => !permission.startsWith('self:')),
    ['billing:read'],
  )
  for (const permission of ['people:write', 'tokens:write', 'keys:rotate', 'backups:write'])
    assert.deepEqual(
      Object.keys(roleCatalogue).filter((role) => estateWide(role as 'viewer').includes(permission)),
      ['domain-admin'],
      permission,
    )
})

test('a route that reaches only part of the estate changes nothing about people, tokens, keys, jobs or backups', () => {
  // Channels and their deliveries are the person's own.
  const estate = /^\/v1\/(accounts|badges|organizations|policies|guardrails|notifications)(\/|$)/
  const others = mounted.filter(({ spec, path }) => spec.reach === 'scoped' && !estate.test(path))
  assert.deepEqual(
    others.flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`])),
    [],
  )
  const own = mounted.filter(({ spec }) => spec.reach === 'own').map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(
    own.filter((route) => !/ \/v1\/me(\/|$)/.test(route)),
    [],
  )
})

test('a route that is closed to people bound to a scope says why, for docs/permissions.md', () => {
  const silent = mounted.filter(
    ({ spec, permission }) =>
      spec.reach === undefined && spec.wholeEstate === undefined && wholeEstatePermissions[permission] === undefined,
  )
  assert.deepEqual(
    silent.map(({ method, path }) => `${method} ${path}`),
    [],
  )
})

for (const { method, path, caller } of signInEndpoints) {
  test(`${method} /api/auth${path} answers ${caller === 'anybody' ? 'anybody' : 'only who is signed in'}, and refuses other sites`, async () => {
    const ask = (headers: Record<string, string>) =>
      server.inject({
        method,
        url: `/api/auth${urlOf(path)}`,
        headers: { host: 'reeve.test', ...headers },
        ...(method === 'POST'
          ? {
              payload: {
                secret: 'x',
                email: 'a@b.example',
                password: 'x',
                code: '123456',
                provider: 'x',
                currentPassword: 'x',
                newPassword: 'long enough to pass',
              },
            }
          : {}),
      })
    const status = (await ask({})).statusCode
    // The input holds fields of every endpoint, so those that are strict say 400: found, and nothing done.
    assert.ok(caller === 'anybody' ? [400, 418].includes(status) : [400, 401].includes(status), String(status))
    if (method === 'POST') {
      called.length = 0
      for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }])
        assert.equal((await ask(headers as Record<string, string>)).statusCode, 403)
      assert.deepEqual(called, [])
    }
  })
}
