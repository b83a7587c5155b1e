import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { embeddedAccountsMax, judgeDatabase, measureDatabase } from './database-use.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
  const organization_uid = await insertOrganization(database.db, { organization_id: 'o-a1b2c3d4e5' })
  await insertAccount(database.db, { account_id: '111111111111', organization_uid })
  await insertAccount(database.db, { account_id: '222222222222', organization_uid, detached_at: new Date('2026-01-01T00:00:00Z') })
})
after(() => database.close())

test('the embedded database is told as too small only beyond what it is meant for, with what to do', () => {
  assert.equal(judgeDatabase('embedded', embeddedAccountsMax).isBeyond, false)
  const beyond = judgeDatabase('embedded', embeddedAccountsMax + 1)
  assert.equal(beyond.isBeyond, true)
  assert.match(beyond.detail, /10,001 accounts.*10,000.*reeve db move --to URL.*DATABASE_URL/)
  assert.equal(judgeDatabase('external', 1_000_000).isBeyond, false)
})

test('accounts that have left do not count', async () => {
  const use = await measureDatabase({ db: database.db, isDatabaseEmbedded: true })
  assert.deepEqual([use.kind, use.accounts, use.isBeyond], ['embedded', 1, false])
})
