import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { createTestDatabase } from '#test/support/database.ts'
import { recordAudit } from './audit.ts'
import { listAuditEvents } from './list-events.ts'

const database = await createTestDatabase()
after(() => database.close())
const { db } = database
const actor = { kind: 'token', id: 'token:t1' } as const
const record = (subject: string, over: object = {}) =>
  db.transaction().execute((tx) => recordAudit(tx, { actor, action: 'thing.changed', subject, ...over }))

test('an event exists if and only if its change commits', async () => {
  await assert.rejects(
    db.transaction().execute(async (tx) => {
      await recordAudit(tx, { actor, action: 'thing.changed', subject: 'thing:rolled-back' })
      throw new Error('roll back')
    }),
    /roll back/,
  )
  await record('thing:kept')
  const subjects = (await listAuditEvents(db, {}, { limit: 10 })).map(({ subject }) => subject)
  assert.deepEqual([subjects.includes('thing:kept'), subjects.includes('thing:rolled-back')], [true, false])
})

test('secrets are masked before they are stored, names and numbers are not', async () => {
  await record('thing:secret', {
    before: { externalId: 'CANARY-1', name: 'a' },
    after: { credentials: { secretAccessKey: 'CANARY-2' }, count: 2 },
  })
  const stored = await sql<{ text: string }>`select audit_event::text as text from audit_event where subject = 'thing:secret'`.execute(db)
  assert.equal(stored.rows[0]?.text.includes('CANARY'), false)
  const [event] = await listAuditEvents(db, { subject: 'thing:secret' }, { limit: 1 })
  assert.deepEqual(event?.before, { name: 'a', externalId: '[redacted]' })
})

test('nobody rewrites the trail, not even with SQL', async () => {
  await record('thing:fixed')
  await assert.rejects(sql`update audit_event set actor = 'someone else'`.execute(db), /never rewritten/)
})

test('pages go from the newest to the oldest without gap or repeat while events are added', async () => {
  for (let i = 0; i < 5; i += 1) await record(`page:${i}`)
  const first = await listAuditEvents(db, { subject: 'page:*' }, { limit: 2 })
  await record('page:5')
  const second = await listAuditEvents(db, { subject: 'page:*' }, { limit: 10, beforeId: first.at(-1)?.id })
  assert.deepEqual(
    [...first, ...second].map(({ subject }) => subject),
    ['page:4', 'page:3', 'page:2', 'page:1', 'page:0'],
  )
})

test('a prefix pattern matches literally but for its trailing star', async () => {
  await record('odd:a_b%c')
  await record('odd:aXbYc')
  const found = await listAuditEvents(db, { subject: 'odd:a_b%*' }, { limit: 10 })
  assert.deepEqual(
    found.map(({ subject }) => subject),
    ['odd:a_b%c'],
  )
})
