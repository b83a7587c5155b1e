import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { findChain } from './find-chain.ts'

const [caller, owner, foreign] = ['111111111111', '222222222222', '999999999999']

test('an RCP of ours whose text was not read makes the chain unknown, not absent; an account that is not ours brings none', async () => {
  const database = await createTestDatabase()
  try {
    const { db } = database
    const organization_uid = await insertOrganization(db, { organization_id: 'o-a1b2c3d4e5' })
    for (const account_id of [caller, owner])
      await insertAccount(db, { account_id, organization_uid, parent_id: 'r-ab12', path_ids: 'o-a1b2c3d4e5/r-ab12/' })
    await db
      .insertInto('org_policy')
      .values({
        organization_uid,
        policy_id: 'p-unread0000',
        type: 'RESOURCE_CONTROL_POLICY',
        name: 'unread',
        arn: '',
        aws_managed: false,
        content: null,
        content_hash: null,
      })
      .execute()
    await db
      .insertInto('policy_attachment')
      .values({ organization_uid, policy_id: 'p-unread0000', target_id: owner, target_type: 'ACCOUNT' })
      .execute()
    assert.equal(await findChain(db, caller, owner), undefined)
    assert.deepEqual(await findChain(db, caller, foreign), { scp: [], rcp: [] })
    assert.deepEqual(await findChain(db, caller, caller), { scp: [], rcp: [] })
    assert.equal(await findChain(db, foreign, owner), undefined)
  } finally {
    await database.close()
  }
})
