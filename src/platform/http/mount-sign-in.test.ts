import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { SignInCall } from '#platform/auth/sign-in.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createServer } from './server.ts'

const calls: SignInCall[] = []
const open = (over: { isBehindProxy?: boolean; isTransportExposed?: boolean }) =>
  createServer({
    routes: [],
    deps: {},
    authenticate: async () => assert.fail('sign-in asks nobody who they are'),
    people: {
      isTransportExposed: over.isTransportExposed ?? false,
      signIn: {
        actorOf: async () => undefined,
        handle: async (_endpoint, call) => {
          calls.push(call)
          return { status: 200, headers: new Headers({ 'x-internal': 'secret', 'content-type': 'application/json' }), body: '{}' }
        },
      },
    },
    isBehindProxy: over.isBehindProxy ?? false,
    log: silentLog,
    metrics: createMetrics(),
    version: '0.0.0',
    newId: () => crypto.randomUUID(),
    readiness: async () => ({ isReady: true, checks: {} }),
  })
const servers = { plain: await open({}), proxied: await open({ isBehindProxy: true }), exposed: await open({ isTransportExposed: true }) }
after(() => Promise.all(Object.values(servers).map((server) => server.close())))
const signIn = (server: typeof servers.plain, payload: object = { email: 'a@b.example', password: 'CANARY' }) =>
  server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload, headers: { 'x-forwarded-for': '6.6.6.6, 9.9.9.9' } })

test('locks count the caller: the socket’s address, or behind a proxy the one that the proxy saw, never what the caller claims', async () => {
  await signIn(servers.plain)
  await signIn(servers.proxied)
  assert.deepEqual(
    calls.map(({ address }) => address),
    ['127.0.0.1', '9.9.9.9'],
  )
})

test('403: nobody signs in where a password would cross a network in clear text', async () => {
  const before = calls.length
  const reply = await signIn(servers.exposed)
  assert.deepEqual([reply.statusCode, reply.json<{ code: string }>().code, calls.length], [403, 'insecure_transport', before])
})

test('400: a fault names its field and never repeats what was typed', async () => {
  const reply = await signIn(servers.plain, { email: 'a@b.example', password: 'CANARY', extra: 'CANARY' })
  assert.equal(reply.statusCode, 400)
  assert.equal(reply.body.includes('CANARY'), false)
})

test('of the library’s headers only those that a browser needs are passed on', async () => {
  const reply = await signIn(servers.plain)
  assert.equal(reply.headers['x-internal'], undefined)
  assert.equal(reply.headers['cache-control'], 'no-store')
})
