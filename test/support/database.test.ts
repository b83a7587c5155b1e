import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createTestDatabase } from './database.ts'

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
