import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { withTestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { purgeDetached } from './purge-detached.ts'

test('the end of the grace period removes accounts of organizations and single ones alike, each with its line of history', () =>
  withTestDatabase(async ({ db }) => {
    const now = () => new Date('2026-12-01T00:00:00Z')
    const due = { inclusion: 'detached', status: 'detached', purge_after: new Date('2026-11-30T00:00:00Z') } as const
    const organizationUid = await insertOrganization(db)
    await insertAccount(db, { ...due, account_id: '111111111111', organization_uid: organizationUid })
    await insertAccount(db, { ...due, account_id: '222222222222' })
    await insertAccount(db, { ...due, account_id: '333333333333', purge_after: new Date('2026-12-02T00:00:00Z') })
    await purgeDetached({ db, now }, new AbortController().signal)

    const left = await db.selectFrom('account').select('account_id').execute()
    assert.deepEqual(left, [{ account_id: '333333333333' }])
    const events = await db.selectFrom('estate_event').select(['subject_id', 'kind']).execute()
    assert.deepEqual(events, [{ subject_id: '111111111111', kind: 'purged' }])
    const audited = await listAuditEvents(db, { action: 'account.purged' }, { limit: 9 })
    assert.deepEqual(
      audited.map(({ subject, actor }) => [subject, actor]),
      [['account:222222222222', 'system:purge']],
    )
  }))
