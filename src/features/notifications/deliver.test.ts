import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertOrganization } from '#test/support/estate-rows.ts'
import { type HttpReceiver, openHttpReceiver } from '#test/support/http-receiver.ts'
import { type MailServer, openMailServer } from '#test/support/mail-server.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { operator } from '#test/support/organization-world.ts'
import { selfSigned } from '#test/support/self-signed.ts'
import { deliver } from './deliver.ts'
import { removeChannel } from './edit-channel.ts'
import { retryDelivery } from './retry-delivery.ts'
import { verifySignature } from './signature.ts'
import { testChannel } from './test-channel.ts'

let database: TestDatabase
let organizationUid: string
let receiver: HttpReceiver
let mail: MailServer
let world: ReturnType<typeof openNotificationWorld>

before(async () => {
  database = await createTestDatabase()
  organizationUid = await insertOrganization(database.db, { nickname: 'Sports' })
  receiver = await openHttpReceiver()
  mail = await openMailServer()
})
after(async () => {
  await Promise.all([receiver.close(), mail.close()])
  await database.close()
})
beforeEach(async () => {
  await sql`truncate notification_channel, notification_outbox, notification_delivery`.execute(database.db)
  world = openNotificationWorld(database)
  receiver.requests.length = 0
  receiver.answer({ status: 200 })
  mail.mails.length = 0
  mail.refuse(undefined)
})

const all = [{ kinds: ['*'] }]
const addWebhook = (url = `${receiver.url}/hook?site=1`) => world.addChannel({ name: 'hook', webhook: { url }, subscriptions: all })
const email = () => ({
  host: '127.0.0.1',
  port: mail.port,
  security: 'none',
  from: 'reeve@example.com',
  to: ['ops@example.com', 'boss@example.com'],
})

async function tell(subjectId = '111122223333', after: object = { name: 'football' }): Promise<void> {
  await sql`insert into estate_event (organization_uid, subject_kind, subject_id, kind, after, actor, at)
    values (${organizationUid}, 'account', ${subjectId}, 'joined', ${JSON.stringify(after)}::jsonb, 'system:sync', '2026-11-21T11:59:00Z')`.execute(
    database.db,
  )
  await world.fanOut()
}

const last = async () => (await world.deliveries())[0]

test('a webhook gets the event, signed with the key that was shown once, under the id of the delivery', async () => {
  const { generatedSecret } = await addWebhook()
  await tell()
  await world.deliverDue()
  const [request] = receiver.requests
  assert.ok(request && generatedSecret)
  assert.deepEqual([request.method, request.url, request.headers['reeve-event']], ['POST', '/hook?site=1', 'estate.joined'])
  const header = request.headers['reeve-signature'] ?? ''
  assert.equal(verifySignature(generatedSecret, { body: request.body, header, now: world.clock.at }), true)
  const body = JSON.parse(request.body) as { id: string; title: string; organization: object; events: object[] }
  assert.equal(body.id, request.headers['reeve-delivery'])
  assert.equal(body.title, 'An account is new in the organization in Sports')
  assert.deepEqual(body.organization, { organizationId: 'o-abcdefghij', nickname: 'Sports' })
  assert.deepEqual(body.events, [
    {
      subjectKind: 'account',
      subjectId: '111122223333',
      name: null,
      before: null,
      after: { name: 'football' },
      detail: null,
      at: '2026-11-21T11:59:00.000Z',
    },
  ])
  assert.deepEqual([(await last())?.state, (await last())?.lastStatus, (await last())?.attempts], ['sent', 200, 1])
})

test('a receiver that fails is tried again later and later with the same id, at last given up, and once more when somebody asks', async () => {
  await addWebhook()
  receiver.answer({ status: 500, body: 'database\n is down' })
  await tell()
  const waits: number[] = []
  for (;;) {
    await world.deliverDue()
    const next = (await last())?.nextAttemptAt
    if (!next) break
    waits.push((next.getTime() - world.clock.at.getTime()) / 1000)
    await world.deliverDue()
    assert.equal(receiver.requests.length, waits.length, 'never before its time')
    world.clock.at = next
  }
  assert.deepEqual(waits, [30, 120, 600, 1800, 3600, 10_800, 21_600])
  assert.equal(new Set(receiver.requests.map(({ headers }) => headers['reeve-delivery'])).size, 1)
  const dead = await last()
  assert.deepEqual([dead?.state, dead?.attempts, dead?.lastStatus, dead?.lastError], ['dead', 8, 500, 'HTTP 500: database is down'])
  receiver.answer({ status: 204 })
  await retryDelivery(world.deps, operator, dead?.id ?? '')
  await world.deliverDue()
  assert.equal((await last())?.state, 'sent')
  await assert.rejects(retryDelivery(world.deps, operator, dead?.id ?? ''), /is sent, not dead/)
})

test('Retry-After puts the next attempt off by at most an hour, 410 ends it, a redirect is not followed', async () => {
  await addWebhook()
  const after = async (reply: Parameters<HttpReceiver['answer']>[0]) => {
    receiver.answer(reply)
    await tell()
    await world.deliverDue()
    const delivery = await last()
    return [delivery?.state, delivery?.nextAttemptAt && (delivery.nextAttemptAt.getTime() - world.clock.at.getTime()) / 1000]
  }
  assert.deepEqual(await after({ status: 429, headers: { 'retry-after': '300' } }), ['queued', 300])
  world.clock.at = new Date(world.clock.at.getTime() + 1)
  assert.deepEqual(await after({ status: 503, headers: { 'retry-after': '999999' } }), ['queued', 3600])
  world.clock.at = new Date(world.clock.at.getTime() + 1)
  assert.deepEqual(await after({ status: 410 }), ['dead', null])
  world.clock.at = new Date(world.clock.at.getTime() + 1)
  const before = receiver.requests.length
  assert.deepEqual(await after({ status: 302, headers: { location: `${receiver.url}/inside` } }), ['queued', 30])
  assert.equal(receiver.requests.length, before + 1)
})

test('a process that dies after sending sends again under the same id: at least once, and the receiver can tell', async () => {
  await addWebhook()
  await tell()
  const { deliveryId } = world.waiting[0] ?? assert.fail('nothing queued')
  const dying = { ...world.deps, db: withoutTransactions(database.db) }
  await assert.rejects(deliver(dying, deliveryId, { signal: world.signal, again: () => Promise.resolve() }), /killed/)
  await world.deliverDue()
  assert.deepEqual(
    receiver.requests.map(({ headers }) => headers['reeve-delivery']),
    [deliveryId, deliveryId],
  )
  await deliver(world.deps, deliveryId, { signal: world.signal, again: () => Promise.resolve() })
  assert.equal(receiver.requests.length, 2, 'one that was sent is not sent again')
})

/** The database of a process that is killed before it can write down what it did. */
function withoutTransactions<T extends object>(db: T): T {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'transaction') return () => assert.fail('killed')
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

test('a delivery whose job was lost is queued again, one that waits for its time is not', async () => {
  await addWebhook()
  await tell()
  world.waiting.length = 0
  await world.fanOut()
  assert.equal(world.waiting.length, 0)
  world.clock.at = new Date(world.clock.at.getTime() + 16 * 60_000)
  await world.fanOut()
  await world.deliverDue()
  assert.equal((await last())?.state, 'sent')
})

test('what waits when its channel is removed is cancelled and stays in the log', async () => {
  const { channel } = await addWebhook()
  await tell()
  await removeChannel(world.deps, operator, { ref: channel.name })
  await world.deliverDue()
  assert.deepEqual([receiver.requests.length, (await last())?.state, (await last())?.channelName], [0, 'cancelled', 'hook'])
})

test('without leave Reeve does not call inside, by webhook nor by mail, and says why', async () => {
  world = openNotificationWorld(database, [])
  await addWebhook()
  await world.addChannel({ name: 'mail', email: email(), subscriptions: [] })
  for (const ref of ['hook', 'mail']) {
    const result = await testChannel(world.deps, operator, { ref, signal: world.signal })
    assert.equal(result.isSent, false)
    assert.match(result.error ?? '', /REEVE_OUTGOING_ALLOW/)
  }
  assert.deepEqual([receiver.requests.length, mail.mails.length], [0, 0])
})

const hostile = { name: '<!channel> *x* \u202egnp.exe\r\nBcc: all@example.com' }

test('Slack gets plain text: no name formats, links or pages anybody, and the address stays secret', async () => {
  const secretUrl = `${receiver.url}/services/T0/B0/verysecret`
  await world.addChannel({ name: 'slack', slack: { secretUrl }, subscriptions: all })
  await tell('111122223333', hostile)
  await world.deliverDue()
  const body = JSON.parse(receiver.requests[0]?.body ?? '{}') as { text: string; blocks: { text: { type: string; text: string } }[] }
  assert.deepEqual([...new Set(body.blocks.map(({ text }) => text.type))], ['plain_text'])
  const shown = body.blocks[1]?.text.text ?? ''
  assert.match(shown, /<!channel> \*x\* \ufffdgnp\.exe\ufffd\ufffdBcc/)
  receiver.answer({ status: 404, body: `no_service at ${secretUrl}` })
  world.clock.at = new Date(world.clock.at.getTime() + 1)
  await tell()
  await receiver.close()
  await world.deliverDue()
  assert.equal((await last())?.state, 'queued')
  assert.equal(JSON.stringify(await world.deliveries()).includes('verysecret'), false)
  receiver = await openHttpReceiver()
})

test('mail arrives at every recipient as text, with the delivery as Message-ID, and no name can add a header', async () => {
  await world.addChannel({ name: 'mail', email: email(), subscriptions: all })
  await tell('111122223333', hostile)
  await world.deliverDue()
  const [received] = mail.mails
  assert.ok(received)
  assert.deepEqual([received.from, received.to], ['reeve@example.com', ['ops@example.com', 'boss@example.com']])
  const head = received.source.split('\r\n\r\n')[0] ?? ''
  assert.match(head, /^Subject: \[Reeve\] An account is new in the organization in Sports$/m)
  assert.match(head, new RegExp(`^Message-ID: <${(await last())?.id}@reeve>$`, 'mi'))
  assert.doesNotMatch(received.source, /^Bcc:/m)
  assert.deepEqual([(await last())?.state, (await last())?.lastStatus], ['sent', 250])
})

test('a mail server that refuses for good ends the delivery, one that asks to wait is asked again', async () => {
  await world.addChannel({ name: 'mail', email: email(), subscriptions: all })
  const after = async (code: number) => {
    mail.refuse(code)
    world.clock.at = new Date(world.clock.at.getTime() + 1)
    await tell()
    await world.deliverDue()
    return (await last())?.state
  }
  assert.equal(await after(450), 'queued')
  assert.equal(await after(550), 'dead')
})

const certificate = selfSigned('mail.test')
setDefaultCACertificates([...getCACertificates(), certificate.cert])

const passwordCases: { readonly name: string; readonly host: string; readonly password: string; readonly says: RegExp | null }[] = [
  { name: 'whose certificate is trusted and of the configured name', host: 'mail.test', password: 'canary-password', says: null },
  { name: 'that refuses it', host: 'mail.test', password: 'canary-other', says: /Wrong name or password/ },
  { name: 'only where the certificate is of the configured name', host: 'other.test', password: 'canary-password', says: /altnames/ },
]
for (const { name, host, password, says } of passwordCases) {
  test(`a password meets a mail server ${name}; it stands in no log`, async () => {
    const guarded = await openMailServer({ password: 'canary-password', certificate })
    world = openNotificationWorld(database, ['127.0.0.1'], async () => [{ address: '127.0.0.1', family: 4 }])
    await world.addChannel({
      name: 'mail',
      email: { ...email(), host, port: guarded.port, security: 'starttls', username: 'reeve', password },
    })
    const result = await testChannel(world.deps, operator, { ref: 'mail', signal: world.signal })
    assert.deepEqual([result.isSent, guarded.mails.length], says === null ? [true, 1] : [false, 0], result.error ?? '')
    if (says === null) assert.deepEqual([guarded.mails[0]?.user, guarded.mails[0]?.isSecure], ['reeve', true])
    else assert.match(result.error ?? '', says)
    assert.equal(JSON.stringify([result, await world.deliveries()]).includes('canary'), false)
    await guarded.close()
  })
}

test('nothing is sent to a mail server whose certificate nobody vouches for', async () => {
  const strange = await openMailServer({ password: 'canary-password', certificate: selfSigned('mail.test') })
  world = openNotificationWorld(database, ['127.0.0.1'], async () => [{ address: '127.0.0.1', family: 4 }])
  await world.addChannel({
    name: 'mail',
    email: { ...email(), host: 'mail.test', port: strange.port, security: 'starttls', password: 'canary-password' },
  })
  const result = await testChannel(world.deps, operator, { ref: 'mail', signal: world.signal })
  assert.deepEqual([result.isSent, strange.mails.length], [false, 0])
  assert.match(result.error ?? '', /certificate/i)
  await strange.close()
})
