import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { z } from 'zod'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { operatorActor } from '#platform/auth/authenticate.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { assertKeysMatch } from '#platform/crypto/rotate-keys.ts'
import { createServer } from '#platform/http/server.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { createJobs } from '#platform/jobs/jobs.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase } from '#test/support/database.ts'
import type { DoctorDeps } from './doctor.ts'
import { cancelJobRoute } from './routes/cancel-job.route.ts'
import { createBackupRoute } from './routes/create-backup.route.ts'
import { doctorRoute } from './routes/doctor.route.ts'
import { getJobRoute } from './routes/get-job.route.ts'
import { listJobsRoute } from './routes/list-jobs.route.ts'
import { listKeysRoute } from './routes/list-keys.route.ts'
import { retryJobRoute } from './routes/retry-job.route.ts'
import { rotateKeysRoute } from './routes/rotate-keys.route.ts'
import { verifyBackupRoute } from './routes/verify-backup.route.ts'

const folder = mkdtempSync(join(tmpdir(), 'reeve-system-'))
const database = await createTestDatabase({ connectionsMax: 8 })
const { db } = database
const chore = defineJob({
  name: 'test.chore',
  summary: 'Nothing',
  payload: z.strictObject({ n: z.number() }),
  retry: { limit: 0, backoffSeconds: 0 },
  run: async (_: object) => undefined,
})
const jobs = await createJobs<object>({ url: database.url, jobs: [chore], supervise: false })
const keyRing = openKeyRing({ kind: 'directory', directory: join(folder, 'keys') })
await assertKeysMatch(db, keyRing)

const door: { -readonly [Name in keyof DoctorDeps['door']]: DoctorDeps['door'][Name] } = {
  describeCaller: async () => ({
    kind: 'denied',
    denial: { by: 'unknown', source: 'inferred', code: 'AccessDenied', message: 'no', action: 'sts:GetCallerIdentity' },
  }),
  describeEndpoint: () => ({ isAws: false, address: 'http://127.0.0.1:9' }),
}
const server = await createServer({
  routes: [
    listJobsRoute,
    getJobRoute,
    cancelJobRoute,
    retryJobRoute,
    doctorRoute,
    createBackupRoute,
    verifyBackupRoute,
    rotateKeysRoute,
    listKeysRoute,
  ],
  deps: {
    db,
    jobs,
    door,
    keyRing,
    isDatabaseEmbedded: true,
    dataDir: folder,
    databaseUrl: database.url,
    version: '0.0.0',
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
  },
  authenticate: async () => operatorActor('os:1'),
  log: silentLog,
  metrics: createMetrics(),
  version: '0.0.0',
  newId: () => crypto.randomUUID(),
  readiness: async () => ({ isReady: true, checks: {} }),
})
after(async () => {
  await server.close()
  await jobs.stop()
  await database.close()
  rmSync(folder, { recursive: true })
})

type JobReply = { readonly id: string; readonly state: string; readonly payload: unknown }
const enqueue = async (n: number): Promise<string> =>
  (await db.transaction().execute((tx) => jobs.enqueue(tx, chore, { n }))) ?? assert.fail('dropped')
const post = (url: string, payload: object = {}) => server.inject({ method: 'POST', url, payload })

test('200: a job is listed and shown; cancelling and retrying it are in the audit trail', async () => {
  const id = await enqueue(1)
  const shown = (await server.inject(`/v1/jobs/${id}`)).json<JobReply>()
  assert.deepEqual([shown.state, shown.payload], ['queued', { n: 1 }])
  assert.equal((await post(`/v1/jobs/${id}/cancel`)).json<JobReply>().state, 'cancelled')
  assert.equal((await post(`/v1/jobs/${id}/retry`)).json<JobReply>().state, 'waiting_to_retry')
  const events = await listAuditEvents(db, { subject: `job:${id}` }, { limit: 10 })
  assert.deepEqual(
    events.map(({ action, actor }) => [action, actor]),
    [
      ['job.retried', 'os:1'],
      ['job.cancelled', 'os:1'],
    ],
  )
})

test('409: a job that is over is not cancelled, one that is not is not retried, and the trail stays silent', async () => {
  const id = await enqueue(2)
  assert.equal((await post(`/v1/jobs/${id}/retry`)).json<{ code: string }>().code, 'job_not_retryable')
  await post(`/v1/jobs/${id}/cancel`)
  assert.equal((await post(`/v1/jobs/${id}/cancel`)).json<{ code: string }>().code, 'job_not_cancellable')
  assert.equal((await listAuditEvents(db, { subject: `job:${id}` }, { limit: 10 })).length, 1)
})

test('404: an id that never was, or is no id, is not found', async () => {
  for (const id of [crypto.randomUUID(), 'nonsense', "x' or 1=1"])
    assert.equal((await server.inject(`/v1/jobs/${encodeURIComponent(id)}`)).statusCode, 404, id)
})

test('pages of jobs hold each job once, also those of the same instant', async () => {
  const ids = new Set<string>()
  await db.transaction().execute(async (tx) => {
    for (let n = 0; n < 5; n += 1) ids.add((await jobs.enqueue(tx, chore, { n: 100 + n })) ?? '')
  })
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: JobReply[]; nextCursor: string | null } = (
      await server.inject(`/v1/jobs?limit=2&name=test.chore${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).json()
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  assert.equal(new Set(seen).size, seen.length)
  for (const id of ids) assert.ok(seen.includes(id))
})

test('a watched job tells its states and ends the stream when it is over', async () => {
  const id = await enqueue(3)
  const watching = server.inject({ url: `/v1/jobs/${id}`, headers: { accept: 'text/event-stream' } })
  await post(`/v1/jobs/${id}/cancel`)
  const states = [...(await watching).body.matchAll(/"state":"(\w+)"/g)].map(([, state]) => state)
  assert.equal(states.at(-1), 'cancelled')
})

test('the doctor calls nothing fine that it could not look at, and says when the endpoint is not AWS', async () => {
  const stateOf = async () => {
    const { checks } = (await post('/v1/system/doctor')).json<{ checks: { name: string; state: string; detail: string }[] }>()
    return Object.fromEntries(checks.map(({ name, state }) => [name, state]))
  }
  assert.deepEqual(await stateOf(), {
    database: 'ok',
    disk: 'ok',
    jobs: 'ok',
    'AWS credentials': 'failed',
    'AWS endpoint': 'warning',
    'policy engine': 'unknown',
  })
  door.describeCaller = async () => ({ kind: 'network', code: 'ECONNREFUSED', message: 'nobody answers', attempts: 3 })
  assert.equal((await stateOf())['AWS credentials'], 'unknown')
  door.describeCaller = async () => Promise.reject(new Error('a bug'))
  assert.equal((await stateOf())['AWS credentials'], 'unknown')
})

test('201: a backup is private to its owner, proves itself, and never replaces a file', async () => {
  const file = join(folder, 'one.backup')
  const created = await post('/v1/backups', { file })
  assert.equal(created.statusCode, 201, created.body)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const verified = await post('/v1/backups/verify', { file })
  assert.equal(verified.statusCode, 200, verified.body)
  assert.equal(verified.json<{ rows: number }>().rows, created.json<{ rows: number }>().rows)
  assert.equal((await post('/v1/backups', { file })).statusCode, 422)
  assert.equal((await post('/v1/backups', { file: 'relative.backup' })).statusCode, 400)
  assert.deepEqual(
    (await listAuditEvents(db, { action: 'backup.*' }, { limit: 10 })).map(({ action }) => action),
    ['backup.verified', 'backup.created'],
  )
})

test('200: a key rotation is audited, and what was sealed before opens afterwards', async () => {
  const sealer = createSealer(keyRing)
  const sealed = sealer.seal('hush', 'here')
  const before = keyRing.current().id
  const rotated = await post('/v1/keys/rotate')
  assert.equal(rotated.statusCode, 200, rotated.body)
  assert.notEqual(rotated.json<{ keyId: string }>().keyId, before)
  assert.equal(sealer.open(sealed, 'here'), 'hush')
  const [event] = await listAuditEvents(db, { action: 'key.rotated' }, { limit: 1 })
  assert.equal(event?.subject, `key:${keyRing.current().id}`)
})

test('200: keys are listed with what is sealed under each, the old one retired by a rotation and still at hand, never themselves', async () => {
  type Keys = {
    keptBy: string
    items: { keyId: string; isCurrent: boolean; isAtHand: boolean; retiredAt: string | null; secrets: number }[]
  }
  const keys = async () => (await server.inject({ url: '/v1/keys' })).json<Keys>()
  const first = keyRing.current().id
  const aad = 'identity_provider:corp:client_secret'
  await db
    .insertInto('identity_provider')
    .values({
      id: 'corp',
      name: 'Corp',
      issuer: 'https://corp.example',
      client_id: 'reeve',
      client_secret_sealed: createSealer(keyRing).seal('hush', aad),
      scopes: ['openid'],
      grants: '[]',
      created_by: 'os:1',
      created_at: new Date(),
      updated_at: new Date(),
    })
    .execute()
  const before = await keys()
  assert.equal(before.keptBy, 'reeve')
  assert.equal(before.items.find(({ keyId }) => keyId === first)?.secrets, 1)
  assert.equal((await post('/v1/keys/rotate')).statusCode, 200)
  const after = await keys()
  const facts = (id: string) => {
    const { isCurrent, isAtHand, retiredAt, secrets } = after.items.find(({ keyId }) => keyId === id) ?? assert.fail(id)
    return { isCurrent, isAtHand, isRetired: retiredAt !== null, secrets }
  }
  assert.deepEqual(facts(first), { isCurrent: false, isAtHand: true, isRetired: true, secrets: 0 })
  assert.deepEqual(facts(keyRing.current().id), { isCurrent: true, isAtHand: true, isRetired: false, secrets: 1 })
  assert.equal(JSON.stringify(after).includes(Buffer.from(keyRing.current().bytes).toString('base64')), false)
})
