import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { addCheckpoint } from '#platform/audit/checkpoint-store.ts'
import { openSigner } from '#platform/audit/checkpoint.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import { pruneAudit } from '#platform/audit/retention.ts'
import { sealEvents } from '#platform/audit/chain.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { openHttpReceiver } from '#test/support/http-receiver.ts'
import { selfSigned } from '#test/support/self-signed.ts'
import { openSyslogReceiver } from '#test/support/syslog-receiver.ts'
import { verifySignature } from '#features/notifications/index.ts'
import { addSink, editSink } from '../sinks/edit-sink.ts'
import { sinkEdit, sinkForm } from '../sinks/sink.ts'
import { findLag, findSink } from '../sinks/sink-queries.ts'
import { startAuditStreams } from './run-streams.ts'

const database = await createTestDatabase({ connectionsMax: 10 })
after(() => database.close())
const { db } = database
const sealer = createSealer(openKeyRing({ kind: 'given', text: randomBytes(32).toString('base64') }))
const clock = { now: new Date('2026-11-21T12:00:00Z') }
const now = () => clock.now
const actor: Actor = { kind: 'operator', id: 'os:0', permissions: new Set() }
const deps = {
  db,
  sealer,
  now,
  newId: () => crypto.randomUUID(),
  version: '1.2.3',
  holder: 'test',
  outgoing: createOutgoing({ allow: ['127.0.0.0/8', 'logs.test'], lookup: async () => [{ address: '127.0.0.1', family: 4 }] }),
  door: undefined as never,
  onTrouble: (error: unknown) => assert.fail(String(error)),
}
const signer = await openSigner(db, deps)

let counter = 0
/** So many events, sealed, and the checkpoint over them. */
async function write(count: number): Promise<string[]> {
  const subjects = Array.from({ length: count }, () => `thing:${(counter += 1)}`)
  for (const subject of subjects)
    await db
      .transaction()
      .execute((tx) => recordAudit(tx, { actor, action: 'thing.changed', subject, after: { name: 'Zoë "]\\ \n\u202e' }, at: now() }))
  while ((await sealEvents(db, { now, isThorough: true })) > 0);
  await addCheckpoint(db, signer, now())
  return subjects
}

type Sent = {
  readonly type: string
  readonly position?: number
  readonly number?: number
  readonly subject?: string
  readonly action?: string
}
const subjectsOf = (lines: readonly Sent[]) =>
  lines.flatMap(({ type, subject, action }) => (type === 'event' && action === 'thing.changed' ? [subject] : []))
const form = (over: object) => sinkForm.parse({ name: `sink ${crypto.randomUUID()}`, ...over })

/** Streams to a sink of this form alone, for as long as `body` runs. */
async function streaming(
  over: object,
  body: (stream: {
    pass: () => Promise<void>
    state: () => Promise<NonNullable<Awaited<ReturnType<typeof findSink>>>>
    id: string
  }) => Promise<void>,
) {
  const { sink } = await addSink(deps, actor, form(over))
  const streams = startAuditStreams(deps)
  try {
    await body({
      id: sink.id,
      pass: () => streams.pass(),
      state: async () => (await findSink(db, sink.id)) ?? assert.fail('the sink is gone'),
    })
  } finally {
    await streams.close()
    await editSink(deps, actor, { ref: sink.id, edit: sinkEdit.parse({ isEnabled: false }) })
  }
}

for (const transport of ['tcp', 'tls', 'udp'] as const) {
  test(`syslog over ${transport}: every event and checkpoint arrives once, in order, as RFC 5424 says`, async () => {
    const certificate = selfSigned('logs.test')
    const receiver = await openSyslogReceiver(transport, { certificate })
    try {
      const syslog = { host: 'logs.test', port: receiver.port, transport, ...(transport === 'tls' && { ca: certificate.cert }) }
      await streaming({ syslog }, async ({ pass }) => {
        const subjects = await write(25)
        await pass()
        const sent = receiver.messages.map(({ text }) => JSON.parse(text) as Sent)
        assert.deepEqual(receiver.faults, [])
        assert.deepEqual(subjectsOf(sent), subjects)
        assert.equal(sent.at(-1)?.type, 'checkpoint')
        const [first] = receiver.messages.filter(({ messageId }) => messageId === 'thing.changed')
        assert.deepEqual(
          [first?.facility, first?.severity, first?.appName, first?.timestamp],
          [13, 6, 'reeve', '2026-11-21T12:00:00.000000Z'],
        )
        assert.deepEqual(first?.data['origin'], { software: 'reeve', swVersion: '1.2.3' })
        assert.ok(
          receiver.messages.every(({ text }) => /^[\x20-\x7e]+$/.test(text)),
          'plain ASCII',
        )
      })
    } finally {
      await receiver.close()
    }
  })
}

test('a TLS server whose certificate is of another name or authority is sent nothing', async () => {
  const receiver = await openSyslogReceiver('tls', { certificate: selfSigned('logs.test') })
  try {
    await streaming({ syslog: { host: 'logs.test', port: receiver.port, ca: selfSigned('logs.test').cert } }, async ({ pass, state }) => {
      await write(1)
      await pass()
      const { progress } = await state()
      assert.equal(receiver.messages.length, 0)
      assert.match(progress.lastError ?? '', /certificate|signature/i)
    })
  } finally {
    await receiver.close()
  }
})

test('HTTPS: lines of JSON, signed and named; the same batch is named the same after a failure, and nothing is skipped', async () => {
  const receiver = await openHttpReceiver()
  const signingSecret = 'a key of sixteen bytes or more'
  try {
    await streaming(
      { https: { url: `${receiver.url}/in`, signingSecret, authorization: 'Splunk CANARY-AUTH' } },
      async ({ pass, state }) => {
        receiver.answer({ status: 503, headers: { 'retry-after': '120' }, body: 'busy, CANARY-AUTH' })
        const subjects = await write(3)
        await pass()
        const failed = await state()
        assert.equal(failed.progress.lastError, 'HTTP 503: busy, [redacted]')
        assert.deepEqual(failed.progress.nextAttemptAt, new Date(now().getTime() + 120_000), 'as long as the receiver asked for')
        assert.ok((await findLag(db, failed)).eventsBehind >= 3)
        await pass()
        assert.equal(receiver.requests.length, 1, 'nothing is sent before its time')
        clock.now = new Date(now().getTime() + 121_000)
        receiver.answer({ status: 200 })
        subjects.push(...(await write(2)))
        await pass()
        const [first, ...rest] = receiver.requests
        const lines = rest.flatMap(({ body }) => body.trimEnd().split('\n')).map((line) => JSON.parse(line) as Sent)
        assert.deepEqual(subjectsOf(lines), subjects)
        assert.equal(first?.headers['authorization'], 'Splunk CANARY-AUTH')
        assert.match(first?.headers['reeve-batch'] ?? '', /^event-\d+-\d+$/)
        for (const { body, headers } of receiver.requests)
          assert.ok(
            verifySignature(signingSecret, { body, header: headers['reeve-signature'] ?? '', now: now() }) || headers === first?.headers,
          )
        assert.deepEqual(await findLag(db, await state()), { eventsBehind: 0, checkpointsBehind: 0, oldestWaitingAt: null })
      },
    )
  } finally {
    await receiver.close()
  }
})

test('HTTPS compresses where told to, and signs what comes out of it', async () => {
  const { createServer: createHttpServer } = await import('node:http')
  const bodies: { readonly text: string; readonly signature: string }[] = []
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      assert.equal(request.headers['content-encoding'], 'gzip')
      bodies.push({ text: gunzipSync(Buffer.concat(chunks)).toString('utf8'), signature: String(request.headers['reeve-signature']) })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  try {
    await streaming(
      { https: { url: `http://127.0.0.1:${port}`, gzip: true, signingSecret: 'sixteen bytes and more' } },
      async ({ pass }) => {
        const subjects = await write(4)
        await pass()
        assert.deepEqual(
          subjectsOf(bodies.flatMap(({ text }) => text.trimEnd().split('\n')).map((line) => JSON.parse(line) as Sent)),
          subjects,
        )
        assert.ok(
          bodies.every(({ text, signature }) => verifySignature('sixteen bytes and more', { body: text, header: signature, now: now() })),
        )
      },
    )
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})

test('an address inside is refused unless allowed, and says what to allow', async () => {
  const strict = { ...deps, outgoing: createOutgoing({ allow: [] }) }
  const { sink } = await addSink(deps, actor, form({ syslog: { host: '127.0.0.1', port: 9, transport: 'tcp' } }))
  const streams = startAuditStreams(strict)
  await write(1)
  await streams.pass()
  await streams.close()
  assert.match((await findSink(db, sink.id))?.progress.lastError ?? '', /REEVE_OUTGOING_ALLOW/)
  await editSink(deps, actor, { ref: sink.id, edit: { isEnabled: false } })
})

test('after an outage everything arrives, from where it broke off: whoever drops the connection half-way gets the batch again', async () => {
  const receiver = await openSyslogReceiver('tcp')
  try {
    await streaming({ syslog: { host: '127.0.0.1', port: receiver.port, transport: 'tcp' } }, async ({ pass, state }) => {
      receiver.dropAfter(5)
      const subjects = await write(12)
      await pass()
      assert.notEqual((await state()).progress.lastError, null)
      receiver.dropAfter(undefined)
      clock.now = new Date(now().getTime() + 600_000)
      subjects.push(...(await write(3)))
      await pass()
      const got = subjectsOf(receiver.messages.map(({ text }) => JSON.parse(text) as Sent))
      assert.deepEqual([...new Set(got)], subjects, 'first sight of each is in order, none is missing')
    })
  } finally {
    await receiver.close()
  }
})

test('a sink that hangs holds up neither another sink nor anybody who writes', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const receiver = await openHttpReceiver()
  try {
    await addSink(deps, actor, form({ name: 'hangs', syslog: { host: '127.0.0.1', port, transport: 'tls' } }))
    await streaming({ https: { url: receiver.url, signingSecret: 'sixteen bytes and more' } }, async ({ pass, state }) => {
      const subjects = await write(2)
      void pass()
      while ((await findLag(db, await state())).eventsBehind > 0) await new Promise((resolve) => setImmediate(resolve))
      assert.deepEqual(
        subjectsOf(receiver.requests.flatMap(({ body }) => body.trimEnd().split('\n')).map((line) => JSON.parse(line) as Sent)),
        subjects,
      )
    })
    assert.equal((await findSink(db, 'hangs'))?.progress.lastSuccessAt, null)
    await editSink(deps, actor, { ref: 'hangs', edit: { isEnabled: false } })
  } finally {
    silent.close()
    await receiver.close()
  }
})

test('retention waits for a sink that is behind, and no longer for one that is switched off', async () => {
  await db.insertInto('audit_retention').values({ pattern: 'thing.*', days: 30, updated_at: now(), updated_by: 'os:0' }).execute()
  const { sink } = await addSink(deps, actor, form({ name: 'behind', https: { url: 'http://127.0.0.1:9/' } }))
  const subjects = await write(2)
  const later = { db, now: () => new Date(now().getTime() + 40 * 86_400_000) }
  await pruneAudit(later, new AbortController().signal)
  const kept = await db.selectFrom('audit_event').select('subject').where('subject', 'in', subjects).execute()
  assert.equal(kept.length, 2)
  await editSink(deps, actor, { ref: sink.id, edit: { isEnabled: false } })
  await pruneAudit(later, new AbortController().signal)
  assert.equal((await db.selectFrom('audit_event').select('subject').where('subject', 'in', subjects).execute()).length, 0)
})
