import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { BucketSpec } from '#platform/aws/bucket-store.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { createDatabaseBucketStore } from './bucket-store.ts'
import { openDatabase } from './db.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
after(() => database.close())

// One token in a thousand seconds: whatever the machine's speed, nothing refills while the test runs.
const slow = (key: string, capacity: number): BucketSpec => ({ key, capacity, ratePerSecond: 0.001, recoveryPerSecond: 0.05 })
const INTERVAL_MS = 1_000_000

test('processes that draw at once on one bucket together get its capacity now and one interval each after that, no slot twice', async () => {
  const others = [1, 2, 3].map(() => openDatabase({ url: database.url, connectionsMax: 2 }))
  try {
    const stores = [database, ...others].map(({ db }) => createDatabaseBucketStore(db))
    const slices = await Promise.all([...stores, ...stores].map((store) => store.reserve(slow('shared', 5), 3)))
    const delays = slices.flat().toSorted((a, b) => a - b)
    assert.equal(delays.filter((delay) => delay === 0).length, 5)
    const later = delays.slice(5).map((delay) => Math.round(delay / INTERVAL_MS))
    assert.deepEqual(
      later,
      Array.from({ length: 19 }, (_, index) => index + 1),
    )
  } finally {
    await Promise.all(others.map((other) => other.close()))
  }
})

test('a throttle that one process saw slows the others down', async () => {
  const [one, two] = [createDatabaseBucketStore(database.db), createDatabaseBucketStore(database.db)]
  await one.throttled(slow('throttled', 4))
  const [first] = await two.reserve(slow('throttled', 4), 1)
  assert.ok(first! > INTERVAL_MS, `the bucket is empty and its rate halved, yet a call may go in ${first} ms`)
})

test('a database clock set back by an hour makes nobody wait for it', async () => {
  const store = createDatabaseBucketStore(database.db)
  await store.reserve(slow('clock', 2), 1)
  await sql`update bucket set full_at = full_at + interval '1 hour', seen_at = seen_at + interval '1 hour', factor_at = factor_at + interval '1 hour' where key = 'clock'`.execute(
    database.db,
  )
  assert.deepEqual(await store.reserve(slow('clock', 2), 1), [0])
})
