import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppError } from '#lib/app-error.ts'
import { createLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { defineRoute, type Route } from './define-route.ts'
import { requireMatch } from './etag.ts'
import { httpErrors } from './http-errors.ts'
import { createServer } from './server.ts'

type Deps = { readonly greet: (name: string) => string; readonly calls: string[] }

const arn = z.string().refine((text) => text.startsWith('arn:aws:'), {
  message: 'The partition must be aws, aws-cn or aws-us-gov.',
  params: { rule: 'arn_partition' },
})
const shared = { permission: 'accounts:read', errors: {} } as const
const routes: readonly Route<Deps>[] = [
  defineRoute({
    ...shared,
    method: 'POST',
    path: '/v1/greetings/:place',
    summary: 'Greet',
    permission: 'accounts:write',
    params: z.strictObject({ place: z.string().max(5) }),
    query: z.strictObject({ loud: z.enum(['yes', 'no']).optional() }),
    body: z.strictObject({ name: z.string().min(2), roleArn: arn, externalId: z.string().min(8) }),
    reply: { status: 201, schema: z.strictObject({ text: z.string() }) },
    handle: async ({ greet, calls }: Deps, { body }) => {
      calls.push(body.name)
      return { text: greet(body.name) }
    },
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/v1/versions',
    summary: 'A versioned thing',
    reply: { status: 200, schema: z.strictObject({ version: z.string() }) },
    etag: ({ version }) => version,
    handle: async (_: Deps) => ({ version: 'v7' }),
  }),
  defineRoute({
    ...shared,
    method: 'PUT',
    path: '/v1/versions',
    summary: 'Edit it',
    body: z.strictObject({}),
    reply: { status: 204, schema: z.undefined() },
    handle: async (_: Deps, { ifMatch }) => requireMatch(ifMatch, 'v7') as undefined,
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/v1/failures/:kind',
    summary: 'Fail',
    params: z.strictObject({ kind: z.string() }),
    reply: { status: 200, schema: z.strictObject({}) },
    handle: async (_: Deps, { params }) => {
      if (params.kind === 'outage') throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3'), { code: 'ECONNREFUSED' })
      if (params.kind === 'known')
        throw new AppError('frozen', { status: 409, title: 'Frozen' }, 'Lift the freeze first.', { internal: { note: 'for the log' } })
      throw new Error('CANARY-internal detail')
    },
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/v1/leaks',
    summary: 'A handler that answers more than it promised',
    reply: { status: 200, schema: z.object({ shown: z.string() }) },
    handle: async (_: Deps) => ({ shown: 'a', passwordHash: 'CANARY-hash' }) as { shown: string },
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/v1/progress',
    summary: 'Progress',
    reply: { status: 200, schema: z.strictObject({ done: z.number() }) },
    handle: async (_: Deps) => ({ done: 2 }),
    watch: {
      everyMs: 1,
      look: async () => progress.shift() ?? assert.fail('looked at again after it was over'),
    },
  }),
]

const unfinished = { event: 'progress', data: { done: 1 }, isOver: false }
const progress = [unfinished, unfinished, { event: 'done', data: { done: 2, text: 'two\nlines' }, isOver: true }]
const lines: string[] = []
const calls: string[] = []
const app: FastifyInstance = await createServer<Deps>({
  routes,
  deps: { greet: (name) => `Hello ${name}`, calls },
  authenticate: async ({ authorization }) => {
    if (authorization === undefined) throw httpErrors.unauthenticated('Who are you?')
    return { kind: 'token', id: 'token:t1', permissions: new Set(authorization.split(' ').slice(1)) }
  },
  log: createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
  metrics: createMetrics(),
  version: '0.0.0',
  newId: () => 'generated-id',
  readiness: async () => ({ isReady: false, checks: { database: { ok: false, reason: 'starting' } } }),
})
after(() => app.close())
const may = (...permissions: string[]) => ({ authorization: ['Bearer', ...permissions].join(' ') })

test('401: nobody is asked before anything else, and a broken body is not even read', async () => {
  const response = await app.inject({
    method: 'POST',
    url: '/v1/greetings/toolong',
    payload: '{broken',
    headers: { 'content-type': 'application/json' },
  })
  assert.equal(response.statusCode, 401)
  assert.equal(response.headers['www-authenticate'], 'Bearer realm="reeve"')
  assert.equal(response.json<{ code: string }>().code, 'unauthenticated')
})

test('403: a caller without the permission learns nothing about the input', async () => {
  const response = await app.inject({ method: 'POST', url: '/v1/greetings/toolong', payload: { wrong: 1 }, headers: may('accounts:read') })
  assert.equal(response.statusCode, 403)
  assert.match(response.json<{ detail: string }>().detail, /accounts:write/)
})

test('400: every fault of path, query and body is told at once, with field, value and rule, secrets masked', async () => {
  const payload = { name: 'x', roleArn: 'arn:aw:iam::1', externalId: 'CANARY1', surplus: true }
  const response = await app.inject({ method: 'POST', url: '/v1/greetings/toolong?loud=maybe', payload, headers: may('accounts:write') })
  assert.equal(response.statusCode, 400)
  assert.equal(response.headers['content-type'], 'application/problem+json; charset=utf-8')
  const { errors, code, type } = response.json<{ code: string; type: string; errors: { field: string; value?: unknown; rule: string }[] }>()
  assert.deepEqual([code, type], ['invalid_input', 'urn:reeve:error:invalid_input'])
  assert.deepEqual(
    errors.map(({ field, value, rule }) => [field, value, rule]),
    [
      ['place', 'toolong', 'max:5'],
      ['loud', 'maybe', 'one_of:yes|no'],
      ['name', 'x', 'min:2'],
      ['roleArn', 'arn:aw:iam::1', 'arn_partition'],
      ['externalId', '[redacted]', 'min:8'],
      ['surplus', undefined, 'unknown_field'],
    ],
  )
  assert.equal(response.body.includes('CANARY1'), false)
  assert.deepEqual(calls, [])
})

test('201: a valid call reaches the handler with parsed input', async () => {
  const response = await app.inject({
    method: 'POST',
    url: '/v1/greetings/here?loud=yes',
    payload: { name: 'Ada', roleArn: 'arn:aws:iam::1', externalId: '12345678' },
    headers: may('accounts:write'),
  })
  assert.equal(response.statusCode, 201)
  assert.deepEqual(response.json(), { text: 'Hello Ada' })
  assert.deepEqual(calls, ['Ada'])
})

const badBodies = [
  { name: 'broken JSON', payload: '{', type: 'application/json', status: 400, code: 'invalid_json' },
  { name: 'another media type', payload: 'a=1', type: 'application/x-www-form-urlencoded', status: 415, code: 'unsupported_media_type' },
  {
    name: 'a body over the limit',
    payload: JSON.stringify({ name: 'x'.repeat(1_100_000) }),
    type: 'application/json',
    status: 413,
    code: 'payload_too_large',
  },
  {
    name: 'a prototype in disguise',
    payload: '{"__proto__":{"isAdmin":true}}',
    type: 'application/json',
    status: 400,
    code: 'invalid_json',
  },
]
for (const { name, payload, type, status, code } of badBodies) {
  test(`${status}: ${name} is refused as ${code}`, async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/greetings/here',
      payload,
      headers: { ...may('accounts:write'), 'content-type': type },
    })
    assert.equal(response.statusCode, status)
    assert.equal(response.json<{ code: string }>().code, code)
  })
}

test('500: an unexpected error says nothing of its cause, the log says everything', async () => {
  const response = await app.inject({ method: 'GET', url: '/v1/failures/bug', headers: may('accounts:read') })
  assert.equal(response.statusCode, 500)
  assert.equal(response.body.includes('CANARY-internal'), false)
  assert.ok(lines.some((line) => line.includes('CANARY-internal') && line.includes('generated-id')))
})

test('500: a reply that breaks its own schema is never sent; surplus members never leave', async () => {
  const response = await app.inject({ method: 'GET', url: '/v1/leaks', headers: may('accounts:read') })
  assert.deepEqual(response.json(), { shown: 'a' })
})

test('503: a database that is away asks the caller to come back, without its address', async () => {
  const response = await app.inject({ method: 'GET', url: '/v1/failures/outage', headers: may('accounts:read') })
  assert.equal(response.statusCode, 503)
  assert.equal(response.headers['retry-after'], '2')
  assert.equal(response.body.includes('10.1.2.3'), false)
})

test('409: a promised error carries its code, title and detail; its internals go to the log alone', async () => {
  const response = await app.inject({ method: 'GET', url: '/v1/failures/known', headers: may('accounts:read') })
  assert.deepEqual(response.json(), {
    type: 'urn:reeve:error:frozen',
    title: 'Frozen',
    status: 409,
    detail: 'Lift the freeze first.',
    code: 'frozen',
    requestId: 'generated-id',
  })
  assert.ok(lines.some((line) => line.includes('for the log')))
})

test('404: an unknown path is a problem too', async () => {
  const response = await app.inject({ method: 'GET', url: '/v1/nothing?x=1' })
  assert.equal(response.statusCode, 404)
  assert.equal(response.json<{ detail: string }>().detail, 'There is nothing at GET /v1/nothing.')
})

test('an ETag answers 304 to who has it, and guards edits: 428 without, 412 with another, 204 with the current one', async () => {
  const first = await app.inject({ method: 'GET', url: '/v1/versions', headers: may('accounts:read') })
  assert.equal(first.headers['etag'], '"v7"')
  const again = await app.inject({ method: 'GET', url: '/v1/versions', headers: { ...may('accounts:read'), 'if-none-match': '"v7"' } })
  assert.equal(again.statusCode, 304)
  const edit = async (ifMatch?: string) =>
    (
      await app.inject({
        method: 'PUT',
        url: '/v1/versions',
        payload: {},
        headers: { ...may('accounts:read'), ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
      })
    ).statusCode
  assert.deepEqual([await edit(), await edit('"v6"'), await edit('"v7"')], [428, 412, 204])
})

test('progress comes as server-sent events to who accepts them, as JSON to everyone else', async () => {
  const stream = await app.inject({ method: 'GET', url: '/v1/progress', headers: { ...may('accounts:read'), accept: 'text/event-stream' } })
  assert.equal(stream.headers['content-type'], 'text/event-stream')
  assert.equal(stream.body, 'event: progress\ndata: {"done":1}\n\nevent: done\ndata: {"done":2,"text":"two\\nlines"}\n\n')
  const plain = await app.inject({ method: 'GET', url: '/v1/progress', headers: may('accounts:read') })
  assert.deepEqual(plain.json(), { done: 2 })
})

test("every reply carries a request id and the security headers; a caller's id is kept only when harmless", async () => {
  const kept = await app.inject({ method: 'GET', url: '/healthz', headers: { 'x-request-id': 'proxy-1234' } })
  assert.equal(kept.headers['x-request-id'], 'proxy-1234')
  const replaced = await app.inject({ method: 'GET', url: '/nothing', headers: { 'x-request-id': 'a b"c' } })
  assert.equal(replaced.headers['x-request-id'], 'generated-id')
  for (const { headers } of [kept, replaced]) {
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'")
    assert.equal(headers['cache-control'], 'no-store')
  }
})

test('readiness says what is missing, health only that the process answers, metrics need system:read', async () => {
  assert.deepEqual((await app.inject('/readyz')).json(), { status: 'not_ready', checks: { database: { ok: false, reason: 'starting' } } })
  assert.equal((await app.inject('/readyz')).statusCode, 503)
  assert.equal((await app.inject('/healthz')).statusCode, 200)
  assert.equal((await app.inject('/metrics')).statusCode, 401)
  assert.equal((await app.inject({ url: '/metrics', headers: may('accounts:read') })).statusCode, 403)
  const metrics = await app.inject({ url: '/metrics', headers: may('system:read') })
  assert.match(metrics.body, /reeve_http_requests_total\{method="POST",route="\/v1\/greetings\/:place",status="201"\} 1\n/)
})

test('the OpenAPI 3.1 document holds every route with its permission, schemas and errors', async () => {
  const document = (await app.inject('/openapi.json')).json<{
    openapi: string
    paths: Record<string, Record<string, { responses: Record<string, unknown>; requestBody: unknown; security: unknown }>>
  }>()
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(Object.keys(document.paths), [
    '/v1/greetings/{place}',
    '/v1/versions',
    '/v1/failures/{kind}',
    '/v1/leaks',
    '/v1/progress',
  ])
  const greet = document.paths['/v1/greetings/{place}']?.['post']
  assert.deepEqual(Object.keys(greet?.responses ?? {}), ['201', '400', '401', '403'])
  assert.equal(JSON.stringify(greet?.requestBody).includes('"roleArn"'), true)
  assert.deepEqual(greet?.security, [{ token: [] }])
})
