import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { createTestDatabase, withTestDatabase } from '#test/support/database.ts'
import { recordAudit } from './audit.ts'
import { readCheckpoints } from './checkpoint-file.ts'
import { pruneAudit } from './retention.ts'
import { hashEvent, sealEvents } from './chain.ts'
import { type Checkpoint, openSigner } from './checkpoint.ts'
import { addCheckpoint } from './checkpoint-store.ts'
import { startAuditSealer } from './sealer.ts'
import { verifyAudit } from './verify.ts'
import { openKeyRing } from '../crypto/key-ring.ts'
import { createSealer } from '../crypto/sealer.ts'
import type { Db } from '../db/db.ts'

const directory = mkdtempSync(join(tmpdir(), 'reeve-audit-'))
after(() => rmSync(directory, { recursive: true }))
const sealer = createSealer(openKeyRing({ kind: 'given', text: randomBytes(32).toString('base64') }))
const now = () => new Date('2026-11-21T12:00:00Z')
const hourAgo = new Date('2026-11-21T11:00:00Z')

const record = (db: Db, subject: string, over: object = {}) =>
  db.transaction().execute((tx) =>
    recordAudit(tx, {
      actor: { kind: 'token', id: 'token:1' },
      action: 'thing.changed',
      subject,
      after: { b: 1, a: 'x' },
      at: hourAgo,
      ...over,
    }),
  )

/** A database with ten sealed events, the checkpoints of two passes, and what verifying says. */
async function withTrail(
  body: (trail: { db: Db; file: string; verify: () => ReturnType<typeof verifyAudit> }) => Promise<void>,
): Promise<void> {
  await withTestDatabase(async ({ db }) => {
    const file = join(directory, `${crypto.randomUUID()}.jsonl`)
    const sealing = startAuditSealer({ db, sealer, now, checkpointFile: file, onTrouble: (error) => assert.fail(String(error)) })
    for (let i = 0; i < 6; i += 1) await record(db, `thing:${i}`)
    await sealing.pass()
    for (let i = 6; i < 10; i += 1) await record(db, `thing:${i}`)
    await sealing.close()
    await body({ db, file, verify: () => verifyAudit(db, { checkpoints: readCheckpoints(file).checkpoints, now: now() }) })
  })
}
const kinds = async (verdict: ReturnType<typeof verifyAudit>) => [...new Set((await verdict).faults.map(({ kind }) => kind))]
/** What somebody with all rights on the database can do; the trigger stops only the careless. */
const forge = (db: Db, statement: string) =>
  sql
    .raw(
      `alter table audit_event disable trigger audit_event_is_append_only; ${statement}; alter table audit_event enable trigger audit_event_is_append_only`,
    )
    .execute(db)

test('an untouched trail verifies, and its checkpoints vouch for all of it', async () => {
  await withTrail(async ({ verify, file }) => {
    assert.deepEqual(await verify(), { isIntact: true, findings: [], sealed: 10, pruned: 0, checkpoints: 2, vouchedTo: 10, faults: [] })
    assert.deepEqual(
      readCheckpoints(file).checkpoints.map(({ position }) => position),
      [6, 10],
    )
  })
})

const columns = ['actor', 'action', 'subject', 'request_id', 'source', 'user_agent']
for (const column of columns) {
  test(`changing ${column} of any one event is found`, async () => {
    await withTrail(async ({ db, verify }) => {
      await forge(db, `update audit_event set ${column} = 'forged' where subject = 'thing:4'`)
      const { faults } = await verify()
      assert.deepEqual(
        faults.map(({ kind }) => kind),
        ['event_changed'],
      )
      assert.match(faults[0]!.detail, /position 5/)
    })
  })
}

const forgeries: readonly { readonly title: string; readonly sql: string; readonly found: string }[] = [
  {
    title: 'a changed time',
    sql: `update audit_event set at = at + interval '1 microsecond' where subject = 'thing:1'`,
    found: 'event_changed',
  },
  {
    title: 'a changed before-and-after',
    sql: `update audit_event set after = '{"a":"y","b":1}' where subject = 'thing:1'`,
    found: 'event_changed',
  },
  { title: 'a changed result', sql: `update audit_event set result = 'failed' where subject = 'thing:1'`, found: 'event_changed' },
  { title: 'a removed event', sql: `delete from audit_event where subject = 'thing:3'`, found: 'event_missing' },
  {
    title: 'an event removed with its seal',
    sql: `delete from audit_seal where position = 4; delete from audit_event where subject = 'thing:3'`,
    found: 'chain_broken',
  },
  {
    title: 'a dropped tail',
    sql: `delete from audit_seal where position > 8; delete from audit_event where subject in ('thing:8', 'thing:9')`,
    found: 'tail_dropped',
  },
  {
    title: 'an event passed off as pruned',
    sql: `update audit_seal set pruned_at = now() where position = 3; delete from audit_event where subject = 'thing:2'`,
    found: 'pruned_unaccounted',
  },
  {
    title: 'an event slipped in without a seal',
    sql: `insert into audit_event (at, actor, actor_kind, action, subject, result) values ('2026-11-21T10:00Z', 'a', 'token', 'x.y', 's', 'done')`,
    found: 'not_sealed',
  },
  { title: 'a signing key that was replaced', sql: `delete from audit_key`, found: 'checkpoint_not_signed' },
  { title: 'everything gone', sql: `delete from audit_seal; delete from audit_event`, found: 'tail_dropped' },
]
for (const { title, sql: statement, found } of forgeries) {
  test(`${title} is found`, async () => {
    await withTrail(async ({ db, verify }) => {
      await forge(db, statement)
      assert.equal((await kinds(verify())).includes(found as never), true, JSON.stringify(await verify()))
    })
  })
}

test('a chain that was made anew over changed events is found by the checkpoints outside', async () => {
  await withTrail(async ({ db, verify }) => {
    await forge(db, `update audit_event set actor = 'forged' where subject = 'thing:2'; delete from audit_seal`)
    await sealEvents(db, { now, isThorough: true })
    assert.deepEqual(await kinds(verify()), ['checkpoint_differs'])
  })
})

test('history written anew with the stolen signing key is found by a checkpoint of before, and its twin proves the theft', async () => {
  await withTrail(async ({ db, file, verify }) => {
    const kept = readCheckpoints(file).checkpoints
    await forge(
      db,
      `update audit_event set actor = 'forged' where subject = 'thing:2'; delete from audit_seal; delete from audit_checkpoint`,
    )
    await sealEvents(db, { now, isThorough: true })
    // With the master key at hand the forger signs whatever he likes, and the database agrees with itself.
    const forged = await addCheckpoint(db, await openSigner(db, { sealer, now }), now())
    const alone = await verifyAudit(db, { checkpoints: [forged!], now: now() })
    assert.equal(alone.isIntact, true, 'without anything kept from before, nothing can be told')
    const verdict = await verifyAudit(db, { checkpoints: [...kept, forged!], now: now() })
    assert.deepEqual(verdict.findings, ['rewritten'])
    assert.deepEqual([...new Set(verdict.faults.map(({ kind }) => kind))].toSorted(), ['checkpoint_differs', 'checkpoints_conflict'])
    assert.equal((await verify()).findings[0], 'rewritten')
  })
})

test('a checkpoint taken out of a collection is missed, in the middle by its number and at the ends by what the collection was given', async () => {
  await withTrail(async ({ db, file }) => {
    const sealing = startAuditSealer({ db, sealer, now, checkpointFile: file, onTrouble: (error) => assert.fail(String(error)) })
    await record(db, 'thing:10')
    await sealing.close()
    const [first, second, third] = readCheckpoints(file).checkpoints
    const faults = async (...checkpoints: Checkpoint[]) =>
      (await verifyAudit(db, { checkpoints, expected: { first: 1, last: 3 }, now: now() })).faults.map(({ detail }) => detail)
    assert.deepEqual((await verifyAudit(db, { checkpoints: [first!, third!], now: now() })).findings, ['checkpoints_incomplete'])
    assert.deepEqual(await faults(first!, third!), ['Checkpoint 2 should be in the collection and is not.'])
    assert.deepEqual(await faults(first!), ['Checkpoints 2 to 3 should be in the collection and are not.'])
    assert.deepEqual(await faults(), ['Checkpoints 1 to 3 should be in the collection and are not.'])
    assert.deepEqual(await faults(third!, second!, first!), [])
  })
})

test('changing a number does not hide that a checkpoint is missing', async () => {
  await withTrail(async ({ db, file }) => {
    const [, second] = readCheckpoints(file).checkpoints
    const verdict = await verifyAudit(db, { checkpoints: [{ ...second!, number: 1 }], now: now() })
    assert.deepEqual(
      verdict.faults.map(({ kind }) => kind),
      ['checkpoint_not_signed'],
    )
  })
})

test('tampering, a cut tail, rewriting and missing checkpoints are each told apart', async () => {
  const findings = (statement: string) =>
    new Promise<readonly string[]>((resolve, reject) => {
      withTrail(async ({ db, verify }) => {
        await forge(db, statement)
        resolve((await verify()).findings)
      }).catch(reject)
    })
  assert.deepEqual(await findings(`update audit_event set actor = 'forged' where subject = 'thing:1'`), ['tampered'])
  assert.deepEqual(
    await findings(`delete from audit_seal where position > 8; delete from audit_event where subject in ('thing:8', 'thing:9')`),
    ['truncated'],
  )
  assert.deepEqual(await findings('delete from audit_key'), ['checkpoints_incomplete'])
})

test('what was sealed before user agents were kept still verifies beside what was sealed since', async () => {
  const facts = {
    id: '1',
    at: '2026-11-21T11:00:00.000000',
    actor: 'os:0',
    actorKind: 'operator',
    action: 'a.b',
    subject: 's',
    result: 'done',
  }
  const rest = { before: null, after: null, requestId: null, source: null }
  const before = createHash('sha256')
    .update(JSON.stringify([...Object.values(facts), null, null, null, null]))
    .digest()
  assert.deepEqual(hashEvent({ ...facts, ...rest, userAgent: null }), before)
  assert.notDeepEqual(hashEvent({ ...facts, ...rest, userAgent: '' }), before)
})

test('under load every event is sealed within five seconds of its writing', async () => {
  await withTestDatabase(async ({ db }) => {
    const file = join(directory, `${crypto.randomUUID()}.jsonl`)
    const clock = () => new Date()
    const sealing = startAuditSealer({ db, sealer, now: clock, checkpointFile: file, onTrouble: (error) => assert.fail(String(error)) })
    const until = Date.now() + 6_000
    // Four who write as fast as they can, one event to a transaction, across several passes of the timer.
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (Date.now() < until) await record(db, 'thing:load', { at: undefined })
      }),
    )
    await sealing.close()
    const { rows } = await sql<{ events: number; unsealed: number; slowest: number }>`
      select count(*) as events, count(*) filter (where s.position is null) as unsealed, max(extract(epoch from s.sealed_at - e.at))::float8 as slowest
      from audit_event e left join audit_seal s on s.event_id = e.id`.execute(db)
    const [load] = rows
    assert.ok(load !== undefined && load.events > 500, JSON.stringify(load))
    assert.equal(load.unsealed, 0)
    assert.ok(load.slowest <= 5, `${load.events} events, the slowest sealed after ${load.slowest} s`)
  })
})

test('a checkpoint of one’s own making is not believed', async () => {
  await withTrail(async ({ db, file }) => {
    const [genuine] = readCheckpoints(file).checkpoints
    const verdict = verifyAudit(db, { checkpoints: [{ ...genuine!, position: 3 }], now: now() })
    assert.deepEqual(await kinds(verdict), ['checkpoint_not_signed'])
  })
})

test('sealers of several processes make one chain without gap or repeat, also for events that commit late', async () => {
  const database = await createTestDatabase()
  const { db } = database
  let commitLate: () => void = () => undefined
  const late = new Promise<void>((resolve) => (commitLate = resolve))
  const slow = db.transaction().execute(async (tx) => {
    await recordAudit(tx, { actor: { kind: 'token', id: 'token:slow' }, action: 'thing.changed', subject: 'thing:slow', at: hourAgo })
    await late
  })
  for (let i = 0; i < 20; i += 1) await record(db, `thing:${i}`)
  await Promise.all(Array.from({ length: 3 }, () => sealEvents(db, { now, isThorough: false })))
  commitLate()
  await slow
  await sealEvents(db, { now, isThorough: false })
  const verdict = await verifyAudit(db, { checkpoints: [], now: now() })
  assert.deepEqual([verdict.isIntact, verdict.sealed], [true, 21])
  await database.close()
})

test('retention removes what is too old by the narrowest pattern, tells so, and the chain still closes', async () => {
  await withTrail(async ({ db, file, verify }) => {
    await record(db, 'old:1', { action: 'sign_in.password', at: new Date('2026-01-01T00:00:00Z') })
    await record(db, 'old:2', { action: 'person.disabled', at: new Date('2026-01-01T00:00:00Z') })
    const sealing = startAuditSealer({ db, sealer, now, checkpointFile: file, onTrouble: (error) => assert.fail(String(error)) })
    await sealing.pass()
    const rule = (pattern: string, days: number) =>
      db.insertInto('audit_retention').values({ pattern, days, updated_at: now(), updated_by: 'test' }).execute()
    await rule('*', 90)
    await rule('person.*', 3650)
    const never = new AbortController().signal
    assert.equal(await pruneAudit({ db, now }, never), 1)
    assert.equal(await pruneAudit({ db, now }, never), 0)
    await sealing.close()
    const subjects = (await db.selectFrom('audit_event').select('subject').execute()).map(({ subject }) => subject)
    assert.deepEqual([subjects.includes('old:1'), subjects.includes('old:2')], [false, true])
    const verdict = await verify()
    assert.deepEqual([verdict.isIntact, verdict.pruned, verdict.faults], [true, 1, []])
  })
})
