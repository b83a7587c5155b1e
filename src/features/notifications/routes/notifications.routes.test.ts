import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { rolePermissions } from '#platform/auth/roles.ts'
import type { Route } from '#platform/http/define-route.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { createServer } from '#platform/http/server.ts'
import { createLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { type HttpReceiver, openHttpReceiver } from '#test/support/http-receiver.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { operator } from '#test/support/organization-world.ts'
import { createChannelRoute } from './create-channel.route.ts'
import { editChannelRoute } from './edit-channel.route.ts'
import { listChannelsRoute } from './list-channels.route.ts'
import { listDeliveriesRoute } from './list-deliveries.route.ts'
import { listEventKindsRoute } from './list-event-kinds.route.ts'
import { previewChannelEditRoute } from './preview-channel-edit.route.ts'
import { removeChannelRoute } from './remove-channel.route.ts'
import { retryDeliveryRoute } from './retry-delivery.route.ts'
import { showChannelRoute } from './show-channel.route.ts'
import { testChannelRoute } from './test-channel.route.ts'

const routes = [
  createChannelRoute,
  editChannelRoute,
  listChannelsRoute,
  listDeliveriesRoute,
  listEventKindsRoute,
  previewChannelEditRoute,
  removeChannelRoute,
  retryDeliveryRoute,
  showChannelRoute,
  testChannelRoute,
] as const
const channels = '/v1/notifications/channels'
const canary = 'CANARY-0123456789-SECRET'

let database: TestDatabase
let world: ReturnType<typeof openNotificationWorld>
let receiver: HttpReceiver
let app: FastifyInstance
const seen: string[] = []

before(async () => {
  database = await createTestDatabase()
  world = openNotificationWorld(database)
  receiver = await openHttpReceiver()
  const reader = { ...operator, kind: 'token' as const, id: 'token:reader', permissions: new Set<string>(rolePermissions['read-only']) }
  app = await createServer<typeof world.deps>({
    routes: routes satisfies readonly Route<typeof world.deps>[],
    deps: world.deps,
    authenticate: async ({ authorization }) => {
      if (authorization === 'Bearer operator') return operator
      if (authorization === 'Bearer reader') return reader
      throw httpErrors.unauthenticated('Sign in.')
    },
    log: createLog({ level: 'debug', destination: { write: (line: string) => void seen.push(line) } }),
    metrics: createMetrics(),
    version: '0',
    newId: world.deps.newId,
    readiness: async () => ({ isReady: true, checks: {} }),
  })
})
after(async () => {
  await app.close()
  await receiver.close()
  await database.close()
})

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
async function send(method: Method, url: string, options: { body?: object; as?: string; ifMatch?: string } = {}) {
  const reply = await app.inject({
    method,
    url,
    headers: {
      ...(options.as !== 'nobody' && { authorization: `Bearer ${options.as ?? 'operator'}` }),
      ...(options.ifMatch !== undefined && { 'if-match': options.ifMatch }),
    },
    ...(options.body !== undefined && { payload: options.body }),
  })
  seen.push(reply.body)
  return {
    status: reply.statusCode,
    etag: String(reply.headers['etag']),
    body: reply.body === '' ? {} : reply.json<Record<string, unknown>>(),
  }
}
const webhook = (name: string) => ({ name, webhook: { url: `${receiver.url}/x`, secret: canary }, subscriptions: [{ kinds: ['sync.*'] }] })
const rulesOf = (body: Record<string, unknown>) =>
  (body['errors'] as { field: string; rule: string }[]).map(({ field, rule }) => `${field} ${rule}`).toSorted()

test('401 and 403: every route asks who is there, and those that write refuse a reader', async () => {
  for (const { method, path, permission } of routes) {
    const url = path.replace(':channel', 'x').replace(':delivery', crypto.randomUUID())
    assert.equal((await send(method as Method, url, { as: 'nobody' })).status, 401)
    const asReader = await send(method as Method, url, { as: 'reader', ...(method !== 'GET' && method !== 'DELETE' && { body: {} }) })
    assert.equal(asReader.status === 403, permission === 'notifications:write', `${method} ${path}`)
  }
})

test('201, 200, 204: a channel is added, listed, shown, edited and removed; its secret is in no reply, log nor audit event', async () => {
  const created = await send('POST', channels, { body: webhook('siem') })
  assert.equal(created.status, 201, JSON.stringify(created.body))
  assert.equal(created.body['signingSecret'], undefined, 'one that was given is not given back')
  const shown = await send('GET', `${channels}/SIEM`)
  assert.deepEqual([shown.status, shown.body['hasSecret'], shown.body['kind']], [200, true, 'webhook'])
  const edited = await send('PATCH', `${channels}/siem`, {
    body: { name: 'siem 2', webhook: { url: `${receiver.url}/y` } },
    ifMatch: shown.etag,
  })
  assert.deepEqual([edited.status, edited.body['version'], edited.body['hasSecret']], [200, 2, true])
  const stale = await send('PATCH', `${channels}/siem%202`, { body: { isEnabled: false }, ifMatch: shown.etag })
  assert.equal(stale.status, 412)
  const unchanged = await send('PATCH', `${channels}/siem%202`, { body: { isEnabled: true } })
  assert.equal(unchanged.body['version'], 2, 'nothing changed, nothing written')
  assert.equal(((await send('GET', channels)).body['items'] as object[]).length, 1)
  assert.equal((await send('DELETE', `${channels}/siem%202`)).status, 204)
  assert.equal((await send('GET', `${channels}/siem%202`)).status, 404)
  const trail = await listAuditEvents(database.db, { action: 'notification.*' }, { limit: 10 })
  assert.deepEqual(
    trail.map(({ action }) => action),
    ['notification.channel_removed', 'notification.channel_edited', 'notification.channel_created'],
  )
  assert.equal(JSON.stringify([seen, trail]).includes(canary), false)
})

test('201: Reeve makes a signing key where none is given, and shows it in that reply alone', async () => {
  const { body } = await send('POST', channels, { body: { name: 'generated', webhook: { url: 'https://siem.example.com/' } } })
  assert.match(String(body['signingSecret']), /^whsec_[\w-]{43}$/)
  assert.equal(JSON.stringify((await send('GET', `${channels}/generated`)).body).includes(String(body['signingSecret'])), false)
})

const invalid: { name: string; body: object; errors: string[] }[] = [
  { name: 'no kind', body: { name: 'x' }, errors: ['(whole) one_kind'] },
  {
    name: 'two kinds',
    body: { name: 'x', slack: { secretUrl: 'https://a.example/' }, webhook: { url: 'https://a.example/' } },
    errors: ['(whole) one_kind'],
  },
  { name: 'an unknown field', body: { ...webhookBody(), colour: 'red' }, errors: ['colour unknown_field'] },
  { name: 'an empty name', body: { ...webhookBody(), name: ' ' }, errors: ['name min:1', 'name pattern:/^[^\\u0000-\\u001f\\u007f]+$/'] },
  {
    name: 'an unknown event kind',
    body: { ...webhookBody(), subscriptions: [{ kinds: ['sync.exploded'] }] },
    errors: ['subscriptions.0.kinds.0 event_kind'],
  },
  {
    name: 'a selector that does not parse',
    body: { ...webhookBody(), subscriptions: [{ kinds: ['*'], selector: 'colour:red' }] },
    errors: ['subscriptions.0.selector selector'],
  },
  { name: 'another scheme', body: { name: 'x', webhook: { url: 'ftp://a.example/' } }, errors: ['webhook.url url'] },
  {
    name: 'credentials in an address',
    body: { name: 'x', webhook: { url: 'https://a:b@a.example/' } },
    errors: ['webhook.url url_without_credentials'],
  },
  {
    name: 'a short signing key',
    body: { name: 'x', webhook: { url: 'https://a.example/', secret: 'short' } },
    errors: ['webhook.secret min:16'],
  },
  {
    name: 'addresses that would add headers, and a port that is none',
    body: { name: 'x', email: { host: 'mail example', port: 0, from: 'a@b.example\r\nBcc: c@d.example', to: [] } },
    errors: ['email.from pattern', 'email.host pattern', 'email.port min:1', 'email.to min:1'],
  },
  {
    name: 'a password in clear text',
    body: { name: 'x', email: { host: 'mail.example', security: 'none', from: 'a@b.example', to: ['a@b.example'], password: canary } },
    errors: ['email.security password_needs_tls'],
  },
]
function webhookBody() {
  return { name: 'x', webhook: { url: 'https://a.example/' } }
}
for (const { name, body, errors } of invalid) {
  test(`400: ${name} is refused, each fault with its field and rule`, async () => {
    const reply = await send('POST', channels, { body })
    assert.equal(reply.status, 400, JSON.stringify(reply.body))
    const got = rulesOf(reply.body).map((error) => (errors.includes(error) ? error : error.replace(/ pattern:.*/, ' pattern')))
    assert.deepEqual(got, errors.toSorted())
    assert.equal(JSON.stringify(reply.body).includes(canary), false)
  })
}

test('409 and 422: a name is taken whatever its case, also by a rename; a channel keeps its kind', async () => {
  await send('POST', channels, { body: webhook('first') })
  await send('POST', channels, { body: webhook('second') })
  assert.equal((await send('POST', channels, { body: webhook('FIRST') })).status, 409)
  assert.equal((await send('PATCH', `${channels}/second`, { body: { name: 'First' } })).status, 409)
  assert.equal((await send('PATCH', `${channels}/second`, { body: { slack: { secretUrl: 'https://a.example/' } } })).status, 422)
})

test('400: a stored password cannot be sent in clear text by an edit either', async () => {
  const email = { host: 'mail.example', from: 'a@b.example', to: ['a@b.example'] }
  await send('POST', channels, { body: { name: 'mail', email: { ...email, password: canary } } })
  const reply = await send('PATCH', `${channels}/mail`, { body: { email: { ...email, security: 'none' } } })
  assert.deepEqual([reply.status, rulesOf(reply.body)], [400, ['email.security password_needs_tls']])
})

test('200: a preview tells each change, whether the secret is another one included, and changes nothing', async () => {
  await send('POST', channels, { body: webhook('previewed') })
  const preview = async (body: object) => (await send('POST', `${channels}/previewed/preview`, { body })).body['changes']
  const { webhook: same } = webhook('previewed')
  assert.deepEqual(await preview({ webhook: same }), [])
  assert.deepEqual(await preview({ webhook: { url: same.url } }), [])
  assert.deepEqual(await preview({ webhook: { ...same, secret: 'another-signing-key' }, isEnabled: false }), [
    { field: 'isEnabled', before: true, after: false },
    { field: 'secret', before: '(set)', after: '(another)' },
  ])
  assert.equal((await send('GET', `${channels}/previewed`)).body['version'], 1)
})

test('200: a test message says what the receiver answered, and stands in the log', async () => {
  await send('POST', channels, { body: webhook('tested') })
  const good = await send('POST', `${channels}/tested/test`, { body: {} })
  assert.deepEqual([good.body['isSent'], good.body['status']], [true, 200])
  assert.equal(receiver.requests.at(-1)?.headers['reeve-event'], 'test')
  receiver.answer({ status: 403, body: 'who are you' })
  const bad = await send('POST', `${channels}/tested/test`, { body: {} })
  assert.deepEqual([bad.body['isSent'], bad.body['error']], [false, 'HTTP 403: who are you'])
  const log = (await send('GET', '/v1/notifications/deliveries?channel=tested')).body['items'] as { id: string; state: string }[]
  assert.deepEqual(log.map(({ state }) => state).toSorted(), ['dead', 'sent'])
  const only = (await send('GET', '/v1/notifications/deliveries?state=dead&channel=tested')).body['items'] as { id: string }[]
  assert.equal(only.length, 1)
  assert.equal((await send('POST', `/v1/notifications/deliveries/${only[0]?.id}/retry`, { body: {} })).status, 202)
  assert.equal((await send('POST', `/v1/notifications/deliveries/${only[0]?.id}/retry`, { body: {} })).status, 409)
  assert.equal((await send('POST', `/v1/notifications/deliveries/${crypto.randomUUID()}/retry`, { body: {} })).status, 404)
})

test('200 and 400: the log pages without gap or repeat and refuses a forged cursor', async () => {
  receiver.answer({ status: 200 })
  for (let i = 0; i < 3; i++) {
    world.clock.at = new Date(world.clock.at.getTime() + 1)
    await send('POST', `${channels}/tested/test`, { body: {} })
  }
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Record<string, unknown> = (
      await send('GET', `/v1/notifications/deliveries?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).body
    ids.push(...(page['items'] as { id: string }[]).map(({ id }) => id))
    cursor = page['nextCursor'] as string | null
  }
  assert.equal(ids.length, 5)
  assert.equal(new Set(ids).size, 5)
  assert.equal((await send('GET', '/v1/notifications/deliveries?cursor=forged')).status, 400)
  assert.equal((await send('GET', '/v1/notifications/deliveries?state=lost')).status, 400)
  assert.equal((await send('GET', '/v1/notifications/deliveries?channel=nobody')).status, 404)
})

test('200: every kind of event is listed with what it means', async () => {
  const kinds = (await send('GET', '/v1/notifications/kinds')).body as unknown as { kind: string; summary: string }[]
  assert.ok(kinds.length > 30 && kinds.every(({ kind, summary }) => /^[a-z_]+\.[a-z_]+$/.test(kind) && summary.length >= 10))
})
