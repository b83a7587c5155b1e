import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createTestDatabase, withTestDatabase } from './database.ts'

test('two test databases do not see each other, and both are migrated', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    await sql`insert into lease (key, holder, expires_at) values ('k', 'h', now())`.execute(one.db)
    const seen = await sql<{ count: number }>`select count(*) from lease`.execute(two.db)
    assert.equal(seen.rows[0]?.count, 0)
  } finally {
    await Promise.all([one.close(), two.close()])
  }
})

test('a test database is gone when its test is over, also when that failed', async () => {
  let name = ''
  await assert.rejects(
    withTestDatabase(async ({ db }) => {
      name = (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]!.name
      throw new Error('the test failed')
    }),
    /the test failed/,
  )
  await withTestDatabase(async ({ db }) => {
    assert.deepEqual((await sql`select 1 from pg_database where datname = ${name}`.execute(db)).rows, [])
  })
})
