import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { readCheckpoints } from '#platform/audit/checkpoint-file.ts'
import { startAuditSealer } from '#platform/audit/sealer.ts'
import { openPeopleStand } from '#test/support/people-stand.ts'

const stand = await openPeopleStand()
const { db, sealer, call, auditCheckpoints: checkpointFile } = stand
const now = () => stand.clock.now
const sealing = startAuditSealer({ db, sealer, now, checkpointFile, onTrouble: (error) => assert.fail(String(error)) })
after(async () => {
  await sealing.close()
  await stand.close()
})
const { cookie } = await stand.newcomer({ role: 'domain-admin' })
type Verdict = { isIntact: boolean; sealed: number; vouchedTo: number; faults: { kind: string }[]; unreadableLines: number[] }
const verify = async (payload: object = {}) => (await call('POST', '/v1/audit/verify', { cookie, payload })).json<Verdict>()

test('200: the server verifies against its own file, and tells a torn line of it', async () => {
  await sealing.pass()
  const verdict = await verify()
  assert.equal(verdict.isIntact, true, JSON.stringify(verdict))
  assert.ok(verdict.sealed > 0 && verdict.vouchedTo === verdict.sealed)
  appendFileSync(checkpointFile, '{"position":')
  assert.deepEqual((await verify()).unreadableLines, [2])
  await stand.newcomer()
  await sealing.pass()
  const next = await verify()
  assert.deepEqual([next.isIntact, next.vouchedTo], [true, next.sealed])
})

test('200: an auditor’s own copies tell what the server’s rewritten file would hide', async () => {
  const kept = readCheckpoints(checkpointFile).checkpoints
  await sql`delete from audit_seal where position = (select max(position) from audit_seal)`.execute(db)
  await sql`delete from audit_event where id = (select max(id) from audit_event)`.execute(db)
  assert.equal((await verify({ checkpoints: [] })).isIntact, true)
  assert.deepEqual(
    (await verify({ checkpoints: kept })).faults.map(({ kind }) => kind),
    ['tail_dropped'],
  )
})

test('204: how long kinds are kept is set, shown and in the trail; 400: less than a month is refused', async () => {
  const put = (items: object[]) => call('PUT', '/v1/audit/retention', { cookie, payload: { items } })
  assert.equal((await put([{ pattern: 'sign_in.*', days: 90 }])).statusCode, 204)
  assert.deepEqual((await call('GET', '/v1/audit/retention', { cookie })).json(), { items: [{ pattern: 'sign_in.*', days: 90 }] })
  assert.equal((await listAuditEvents(db, { action: 'audit.retention_set' }, { limit: 5 })).length, 1)
  for (const bad of [
    { pattern: 'sign_in.*', days: 1 },
    { pattern: '%', days: 90 },
  ])
    assert.equal((await put([bad])).statusCode, 400)
  const { cookie: auditor } = await stand.newcomer({ role: 'auditor' })
  assert.equal((await call('PUT', '/v1/audit/retention', { cookie: auditor, payload: { items: [] } })).statusCode, 403)
  assert.equal((await call('POST', '/v1/audit/verify', { cookie: auditor, payload: {} })).statusCode, 200)
})
