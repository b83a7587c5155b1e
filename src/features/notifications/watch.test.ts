import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { recordAudit } from '#platform/audit/audit.ts'
import { sealEvents } from '#platform/audit/chain.ts'
import { countFailure } from '#platform/auth/sign-in-locks.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { createJobs, type Jobs } from '#platform/jobs/jobs.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { type HttpReceiver, openHttpReceiver } from '#test/support/http-receiver.ts'
import { type MailServer, openMailServer } from '#test/support/mail-server.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { selfSigned } from '#test/support/self-signed.ts'
import { eventKinds } from './event-kinds.ts'
import { watch } from './watch.ts'

let database: TestDatabase
let receiver: HttpReceiver
let mail: MailServer
let world: ReturnType<typeof openNotificationWorld>
let jobs: Jobs<object>
const folder = mkdtempSync(join(tmpdir(), 'reeve-watch-'))
const certFile = join(folder, 'cert.pem')
const doomed = defineJob({
  name: 'test.doomed',
  summary: 'Fails',
  payload: z.strictObject({}),
  retry: { limit: 0, backoffSeconds: 0 },
  run: async () => Promise.reject(new Error('the disk is full')),
})

before(async () => {
  database = await createTestDatabase({ connectionsMax: 10 })
  receiver = await openHttpReceiver()
  mail = await openMailServer()
  jobs = await createJobs<object>({ url: database.url, jobs: [doomed], supervise: false })
})
after(async () => {
  await jobs.stop()
  await receiver.close()
  await mail.close()
  await database.close()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  await sql`truncate notification_channel, notification_outbox, notification_delivery, notification_told, api_token, sign_in_failure, account
    cascade`.execute(database.db)
  receiver.requests.length = 0
  world = openNotificationWorld(database)
  world.clock.at = new Date()
})

const look = (over: object = {}) =>
  watch({ db: database.db, now: () => world.clock.at, auditCheckpoints: join(folder, 'checkpoints.jsonl'), ...over })
const tellAll = async () => {
  await world.fanOut()
  await world.deliverDue()
}
const hook = (...kinds: string[]) =>
  world.addChannel({ name: `hook ${kinds.join()}`, webhook: { url: receiver.url }, subscriptions: [{ kinds }] })
const received = () =>
  receiver.requests.map(({ body }) => JSON.parse(body) as { kind: string; count: number; events: { subjectId: string }[] })
const daysFromNow = (days: number) => new Date(world.clock.at.getTime() + days * 86_400_000)

async function insertToken(name: string, expiresAt: Date, revokedAt: Date | null = null): Promise<void> {
  await database.db
    .insertInto('api_token')
    .values({
      id: randomUUID(),
      name,
      token_hash: Buffer.from(name.padEnd(32, '.')),
      token_prefix: 'reeve_x',
      role: 'viewer',
      permissions: [],
      created_by: 'os:1',
      created_at: world.clock.at,
      expires_at: expiresAt,
      revoked_at: revokedAt,
    })
    .execute()
}

test('badges are told by what became of them, of the accounts that the selector asks for, and not taken down when nobody asks', async () => {
  const organizationUid = await insertOrganization(database.db)
  const blue = await insertAccount(database.db, { account_id: '111122223333', organization_uid: organizationUid })
  const tell = (key: string, before: object | null, after: object | null) =>
    sql`insert into badge_event (account_uid, account_id, key, before, after, cause, actor, at)
      values (${blue}, '111122223333', ${key}, ${before && JSON.stringify(before)}::jsonb, ${after && JSON.stringify(after)}::jsonb, 'person', 'user:1', now())`.execute(
      database.db,
    )
  await hook('estate.*')
  await tell('tier', null, { value: '1', source: 'person' })
  assert.equal((await sql`select 1 from notification_outbox`.execute(database.db)).rows.length, 0)
  await world.addChannel({
    name: 'badges',
    webhook: { url: receiver.url },
    subscriptions: [{ kinds: ['badge.*'], selector: 'account:111122223333' }],
  })
  await tell('tier', { value: '1', source: 'person' }, { value: '2', source: 'person' })
  await tell('tier', { value: '2', source: 'person' }, { value: '2', source: 'tag' })
  await tell('team', { value: 'blue', source: 'tag' }, null)
  await tellAll()
  assert.deepEqual(
    received()
      .map(({ kind, events }) => [kind, events[0]?.subjectId])
      .toSorted(),
    [
      ['badge.changed', '111122223333'],
      ['badge.removed', '111122223333'],
    ],
  )
})

test('a lock-out is told once, by mail, naming the person only where there is one and never what was typed', async () => {
  const { port } = mail
  await world.addChannel({
    name: 'security',
    email: { host: '127.0.0.1', port, security: 'none', from: 'reeve@example.com', to: ['soc@example.com'] },
    subscriptions: [{ kinds: ['sign_in.*'] }],
  })
  await database.db
    .insertInto('person')
    .values({ id: randomUUID(), name: 'Pat', email: 'pat@example.com', created_at: world.clock.at, updated_at: world.clock.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  for (const email of ['pat@example.com', 'hunter2-typed-as-email'])
    for (let i = 0; i < 12; i += 1) await countFailure(database.db, { email, address: '10.0.0.9' }, world.clock.at)
  await tellAll()
  assert.equal(mail.mails.length, 1)
  const { source, to } = mail.mails[0] ?? assert.fail()
  assert.deepEqual(to, ['soc@example.com'])
  const text = source.replaceAll('=\r\n', '').replaceAll(/\s+/g, ' ')
  assert.match(text, /person pat@example\.com: failures 10/)
  assert.match(text, /person of no known e-mail: failures 10/)
  assert.equal(source.includes('hunter2'), false)
})

test('a job that was given up is told once with what it said', async () => {
  await hook('job.failed')
  await jobs.startWorker({})
  const id = await database.db.transaction().execute((tx) => jobs.enqueue(tx, doomed, {}))
  const hasFailed = async () =>
    (await sql`select 1 from pgboss.job where id = ${id}::uuid and state = 'failed'`.execute(database.db)).rows.length === 1
  for (const deadline = Date.now() + 30_000; !(await hasFailed());) {
    assert.ok(Date.now() < deadline)
    await delay(50)
  }
  world.clock.at = new Date()
  assert.equal(await look(), 1)
  assert.equal(await look(), 0)
  await tellAll()
  assert.deepEqual(received()[0]?.events[0]?.subjectId, 'test.doomed')
  assert.match(receiver.requests[0]?.body ?? '', /the disk is full/)
})

test('a token is told two weeks, one day before its end and after it, and not when it is revoked or far from it', async () => {
  await hook('token.*')
  await insertToken('ci', daysFromNow(13))
  await insertToken('far', daysFromNow(40))
  await insertToken('revoked', daysFromNow(2), world.clock.at)
  assert.deepEqual([await look(), await look()], [1, 0])
  world.clock.at = daysFromNow(12.5)
  assert.deepEqual([await look(), await look()], [1, 0])
  world.clock.at = daysFromNow(1)
  assert.deepEqual([await look(), await look()], [1, 0])
  await tellAll()
  assert.deepEqual(
    received()
      .map(({ kind, count }) => [kind, count])
      .toSorted(),
    [
      ['token.expired', 1],
      ['token.expiring', 2],
    ],
  )
})

test('the server’s certificate is told before it ends, and one that cannot be read stops nothing', async () => {
  await hook('certificate.expiring')
  writeFileSync(certFile, selfSigned('reeve.example', world.clock.at).cert)
  assert.deepEqual([await look({ tlsCertFile: certFile }), await look({ tlsCertFile: certFile })], [1, 0])
  assert.equal(await look({ tlsCertFile: join(folder, 'missing.pem') }), 0)
  await tellAll()
  assert.match(receiver.requests[0]?.body ?? '', /reeve\.example/)
})

test('a place that the trail does not reach is told after a quarter of an hour, once per outage', async () => {
  await hook('audit.sink_failing')
  const id = randomUUID()
  const at = new Date(world.clock.at.getTime() - 60 * 60_000)
  await sql`insert into audit_sink (id, name, kind, sends_events, sends_checkpoints, settings, created_at, created_by, updated_at)
    values (${id}, 'siem', 'https', true, true, '{}', ${at}, 'os:1', ${at})`.execute(database.db)
  const fail = (lastSuccess: Date | null) =>
    sql`insert into audit_sink_progress (sink_id, event_position, checkpoint_number, first_checkpoint, failures, last_error, last_success_at)
      values (${id}, 0, 0, 1, 3, 'HTTP 503', ${lastSuccess})
      on conflict (sink_id) do update set last_success_at = excluded.last_success_at`.execute(database.db)
  await fail(new Date(world.clock.at.getTime() - 60_000))
  assert.equal(await look(), 0, 'a minute is no outage')
  await fail(null)
  assert.deepEqual([await look(), await look()], [1, 0])
  await fail(new Date(world.clock.at.getTime() - 20 * 60_000))
  assert.deepEqual([await look(), await look()], [1, 0], 'another outage')
  await tellAll()
  assert.match(receiver.requests[0]?.body ?? '', /HTTP 503/)
})

test('a trail that does not hold is told once a day, by whoever looks first', async () => {
  const { channel } = await hook('audit.chain_broken')
  const actor = { kind: 'token' as const, id: 'token:1' }
  const hourAgo = new Date(world.clock.at.getTime() - 3_600_000)
  await database.db.transaction().execute((tx) => recordAudit(tx, { actor, action: 'thing.changed', subject: 'thing:1', at: hourAgo }))
  await sealEvents(database.db, { now: () => world.clock.at, isThorough: true })
  assert.equal(await look(), 0)
  await sql`alter table audit_event disable trigger user`.execute(database.db)
  await sql`update audit_event set actor = 'token:2' where subject = 'thing:1'`.execute(database.db)
  await sql`alter table audit_event enable trigger user`.execute(database.db)
  world.clock.at = daysFromNow(1)
  assert.deepEqual([await look(), await look()], [1, 0])
  await tellAll()
  assert.equal(received()[0]?.kind, 'audit.chain_broken')
  assert.match(receiver.requests[0]?.body ?? '', /event_changed/)
  assert.ok(channel.isEnabled)
})

test('what nobody asks for is not marked as told: whoever asks later still hears of it', async () => {
  await insertToken('late', daysFromNow(3))
  assert.equal(await look(), 0)
  await hook('token.expiring')
  assert.equal(await look(), 1)
})

test('every kind is asked for by itself, its family and all', async () => {
  for (const kind of Object.keys(eventKinds)) {
    for (const pattern of [kind, `${kind.split('.')[0] ?? ''}.*`, '*']) {
      await sql`truncate notification_channel cascade`.execute(database.db)
      await hook(pattern)
      const { rows } = await sql<{ wanted: boolean }>`select notification_wanted(${kind}) as wanted`.execute(database.db)
      assert.equal(rows[0]?.wanted, true, `${pattern} asks for ${kind}`)
    }
  }
})
