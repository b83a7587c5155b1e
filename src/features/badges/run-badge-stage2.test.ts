import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { listBadgeHistory } from './queries.ts'
import { runBadgeStage2, type BadgeStage2Result } from './run-badge-stage2.ts'
import { setBadge } from './set-badge.ts'

const now = (): Date => new Date('2026-11-21T12:00:00Z')
const amy = { kind: 'token', id: 'token:amy', permissions: new Set(['badges:write']) } as const
const accountId = '111111111111'
let database: TestDatabase
let accountUid: string

before(async () => (database = await createTestDatabase()))
after(() => database.close())
beforeEach(async () => {
  for (const table of ['badge_event', 'badge', 'account_tag', 'account', 'organization', 'audit_event'] as const)
    await database.db.deleteFrom(table).execute()
  const organization_uid = await insertOrganization(database.db, { nickname: 'prod' })
  accountUid = await insertAccount(database.db, { account_id: accountId, organization_uid, org_path: 'Root/Sports' })
  await tag('tier', '1')
})

test('the first run makes badges of tags, place, organization and nickname; the second writes nothing [BADGE-2, BADGE-3, BADGE-4, BADGE-7, ORG-11]', async () => {
  assert.deepEqual(counts(await stage2()), { accounts: 1, created: 4, updated: 0, deleted: 0 })
  assert.deepEqual(await badges(), [
    'cloud_org_path=Root/Sports',
    'system.cloud_organization=o-abcdefghij',
    'system.cloud_organization_nickname=prod',
    'tier=1',
  ])
  const events = await database.db.selectFrom('badge_event').select('id').execute()
  assert.deepEqual(counts(await stage2()), { accounts: 1, created: 0, updated: 0, deleted: 0 })
  assert.equal((await database.db.selectFrom('badge_event').select('id').execute()).length, events.length)
})

test('a dry run tells the changes and writes none', async () => {
  const result = await stage2(true)
  assert.equal(result.changes.length, 4)
  assert.deepEqual(await badges(), [])
})

test('a changed and a removed tag are followed, with their history [BADGE-10, BADGE-11]', async () => {
  await stage2()
  await tag('tier', '2')
  assert.deepEqual(counts(await stage2()), { accounts: 1, created: 0, updated: 1, deleted: 0 })
  await database.db.deleteFrom('account_tag').execute()
  assert.deepEqual(counts(await stage2()), { accounts: 1, created: 0, updated: 0, deleted: 1 })
  const history = await listBadgeHistory(database.db, { accountId, key: 'tier' }, { limit: 10, beforeId: undefined })
  assert.deepEqual(
    history.map(({ before: from, after: to, cause, actor }) => [
      from && (from as { value: string }).value,
      to && (to as { value: string }).value,
      cause,
      actor,
    ]),
    [
      ['2', null, 'stage2', 'system:badges'],
      ['1', '2', 'stage2', 'system:badges'],
      [null, '1', 'stage2', 'system:badges'],
    ],
  )
})

test('a hand-made badge survives the stages and becomes harvested when a tag of its key appears [BADGE-12, BADGE-14, CONN-12]', async () => {
  await setBadge({ db: database.db, now }, amy, { accountId, key: 'owner', value: 'amy' })
  await stage2()
  assert.ok((await badges()).includes('owner=amy'))
  await tag('owner', 'amy')
  assert.equal((await stage2()).updated, 1)
  await assert.rejects(setBadge({ db: database.db, now }, amy, { accountId, key: 'owner', value: 'bob' }), { code: 'badge_is_harvested' })
})

test('harvested and reserved badges cannot be set or removed by hand; refusals write nothing [BADGE-13]', async () => {
  await stage2()
  const before = await badges()
  await assert.rejects(setBadge({ db: database.db, now }, amy, { accountId, key: 'tier', value: null }), { code: 'badge_is_harvested' })
  await assert.rejects(setBadge({ db: database.db, now }, amy, { accountId, key: 'cloud_org_path', value: 'x' }), {
    code: 'badge_key_reserved',
  })
  await assert.rejects(setBadge({ db: database.db, now }, amy, { accountId: '999999999999', key: 'a', value: 'x' }), {
    code: 'badge_account_not_found',
  })
  await assert.rejects(setBadge({ db: database.db, now }, amy, { accountId, key: 'nothing', value: null }), { code: 'badge_not_found' })
  assert.deepEqual(await badges(), before)
  assert.equal((await database.db.selectFrom('audit_event').select('id').execute()).length, 0)
})

test('setting a badge is audited once, in the same transaction, and again only when it changes', async () => {
  for (const value of ['amy', 'amy', 'bob']) await setBadge({ db: database.db, now }, amy, { accountId, key: 'owner', value })
  const audit = await database.db.selectFrom('audit_event').select(['action', 'subject', 'actor']).execute()
  assert.deepEqual(
    audit,
    Array.from({ length: 2 }, () => ({ action: 'badge.set', subject: `account:${accountId}`, actor: 'token:amy' })),
  )
})

test('an account that was detached keeps only what people made', async () => {
  await setBadge({ db: database.db, now }, amy, { accountId, key: 'owner', value: 'amy' })
  await stage2()
  await database.db.updateTable('account').set({ inclusion: 'detached', status: 'detached' }).execute()
  await stage2()
  assert.deepEqual(await badges(), ['owner=amy'])
})

test('a run over more accounts than one batch covers them all', async () => {
  const { organization_uid } = await database.db.selectFrom('account').select('organization_uid').executeTakeFirstOrThrow()
  for (let index = 0; index < 620; index++)
    await insertAccount(database.db, { account_id: String(200_000_000_000 + index), organization_uid, org_path: 'Root' })
  assert.equal((await stage2()).accounts, 621)
  assert.deepEqual(counts(await stage2()), { accounts: 621, created: 0, updated: 0, deleted: 0 })
})

function stage2(dryRun = false): Promise<BadgeStage2Result> {
  return runBadgeStage2(
    { db: database.db, now },
    { id: 'system:badges' },
    { dryRun, cause: 'stage2', signal: new AbortController().signal },
  )
}

function counts({ accounts, created, updated, deleted }: BadgeStage2Result): object {
  return { accounts, created, updated, deleted }
}

async function badges(): Promise<string[]> {
  const rows = await database.db.selectFrom('badge').select(['key', 'value']).orderBy('key').execute()
  return rows.map(({ key, value }) => `${key}=${value}`)
}

async function tag(key: string, value: string): Promise<void> {
  await database.db
    .insertInto('account_tag')
    .values({ account_uid: accountUid, key, value })
    .onConflict((conflict) => conflict.columns(['account_uid', 'key']).doUpdateSet({ value }))
    .execute()
}
