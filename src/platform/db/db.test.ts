import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { outsideTransaction } from './transaction-guard.ts'

const CONNECTIONS = 3

let database: TestDatabase
before(async () => {
  database = await createTestDatabase({ connectionsMax: CONNECTIONS })
})
after(() => database.close())

test('the outer database refuses to work inside its own transaction, and the transaction rolls back', async () => {
  const { db } = database
  await assert.rejects(
    db.transaction().execute(async (tx) => {
      await tx
        .insertInto('lease')
        .values({ key: 'inside', holder: 'h', expires_at: new Date(0) })
        .execute()
      await db.selectFrom('lease').selectAll().execute()
    }),
    /inside a transaction without it/,
  )
  assert.deepEqual(await db.selectFrom('lease').selectAll().where('key', '=', 'inside').execute(), [])
})

test('a transaction opened through the outer database inside another one is refused', async () => {
  const { db } = database
  await assert.rejects(
    db
      .transaction()
      .setIsolationLevel('serializable')
      .execute(() => db.transaction().execute(async () => undefined)),
    /inside a transaction without it/,
  )
})

test('what a transaction started and left behind may use the database once the transaction is over', async () => {
  const { db } = database
  const gate = Promise.withResolvers<void>()
  let leftBehind: Promise<unknown> | undefined
  await db.transaction().execute(async () => {
    leftBehind = gate.promise.then(() => db.selectFrom('lease').selectAll().execute())
  })
  gate.resolve()
  assert.deepEqual(await leftBehind, [])
})

test('work that must survive a rollback says so and runs on a connection of its own', async () => {
  const { db } = database
  await assert.rejects(
    db.transaction().execute(async () => {
      await outsideTransaction(() =>
        db
          .insertInto('lease')
          .values({ key: 'kept', holder: 'h', expires_at: new Date(0) })
          .execute(),
      )
      throw new Error('roll back')
    }),
    /roll back/,
  )
  assert.equal((await db.selectFrom('lease').select('holder').where('key', '=', 'kept').executeTakeFirst())?.holder, 'h')
})

test('int8 arrives as a number, and one that would lose digits is refused', async () => {
  const { db } = database
  assert.equal((await sql<{ value: number }>`select 9007199254740991::int8 as value`.execute(db)).rows[0]?.value, Number.MAX_SAFE_INTEGER)
  assert.equal((await sql<{ value: number }>`select -9007199254740991::int8 as value`.execute(db)).rows[0]?.value, Number.MIN_SAFE_INTEGER)
  await assert.rejects(sql`select 9007199254740992::int8 as value`.execute(db), /does not fit/)
})

test('dates stay calendar dates, intervals and numerics stay text, jsonb arrives parsed, timestamps are instants', async () => {
  const query = sql`select date '2026-03-29' as date, interval '1 hour' as interval, 1.10::numeric as numeric, '[1,{"a":null}]'::jsonb as jsonb, timestamptz '2026-03-29T02:30:00+02' as instant`
  assert.deepEqual((await query.execute(database.db)).rows[0], {
    date: '2026-03-29',
    interval: '01:00:00',
    numeric: '1.10',
    jsonb: [1, { a: null }],
    instant: new Date('2026-03-29T00:30:00Z'),
  })
})

test('the connection pool outlives the loss of all its connections', async () => {
  const { db } = database
  await sql`select 1`.execute(db)
  await db.connection().execute(async (own) => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
      own,
    )
    await assert.rejects(sql`select pg_terminate_backend(pg_backend_pid())`.execute(own))
  })
  // A connection whose end the pool has not noticed yet may fail one query each, never more.
  let answer: unknown
  for (let attempt = 0; attempt <= CONNECTIONS && answer === undefined; attempt += 1) {
    const result = await sql<{ one: number }>`select 1 as one`.execute(db).catch(() => undefined)
    answer = result?.rows[0]?.one
  }
  assert.equal(answer, 1)
})
