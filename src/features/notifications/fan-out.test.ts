import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { createBackup } from '#platform/db/backup/create-backup.ts'
import { restoreBackup } from '#platform/db/backup/restore-backup.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { openSyncWorld } from '#test/support/sync-world.ts'
import { editChannel } from './edit-channel.ts'
import { operator } from '#test/support/organization-world.ts'

let database: TestDatabase
let organizationUid: string
let world: ReturnType<typeof openNotificationWorld>

before(async () => {
  database = await createTestDatabase({ connectionsMax: 10 })
  organizationUid = await insertOrganization(database.db, { nickname: 'Sports' })
})
after(() => database.close())
beforeEach(async () => {
  await sql`truncate notification_channel, notification_outbox, notification_delivery, account, badge, account_tag cascade`.execute(
    database.db,
  )
  world = openNotificationWorld(database)
})

const webhook = (name: string, ...subscriptions: { kinds: string[]; selector?: string }[]) => ({
  name,
  webhook: { url: 'http://127.0.0.1:9/' },
  subscriptions,
})

async function tellEvent(db: Db | Tx, kind: string, subjectId: string, subjectKind = 'account'): Promise<void> {
  await sql`
    insert into estate_event (organization_uid, subject_kind, subject_id, kind, before, after, actor, at)
    values (${organizationUid}, ${subjectKind}, ${subjectId}, ${kind}, null, '{"state":"ACTIVE"}', 'system:sync', now())`.execute(db)
}

const told = async () => (await world.deliveries()).map(({ channelName, kind, eventCount }) => [channelName, kind, eventCount]).toSorted()
const outboxSize = async () => (await sql`select 1 from notification_outbox`.execute(database.db)).rows.length

test('while no channel is enabled nothing is taken down', async () => {
  await tellEvent(database.db, 'joined', '111122223333')
  assert.equal(await outboxSize(), 0)
  const { channel } = await world.addChannel({ ...webhook('off', { kinds: ['*'] }), isEnabled: false })
  await tellEvent(database.db, 'joined', '111122223333')
  assert.equal(await outboxSize(), 0)
  await editChannel(world.deps, operator, { ref: channel.id, edit: { isEnabled: true } })
  await tellEvent(database.db, 'joined', '111122223333')
  assert.equal(await outboxSize(), 1)
})

test('an event that rolls back is not told, and one that commits late is told though a later one was told already', async () => {
  await world.addChannel(webhook('all', { kinds: ['*'] }))
  await assert.rejects(
    database.db.transaction().execute(async (tx) => {
      await tellEvent(tx, 'closed', '111122223333')
      throw new Error('the merge failed')
    }),
  )
  let commit = (): void => undefined
  const isReleased = new Promise<void>((resolve) => (commit = resolve))
  let wrote = (): void => undefined
  const isWritten = new Promise<void>((resolve) => (wrote = resolve))
  const slow = database.db.transaction().execute(async (tx) => {
    await tellEvent(tx, 'moved', '111122223333')
    wrote()
    await isReleased
  })
  await isWritten
  await tellEvent(database.db, 'joined', '111122223333')
  await world.fanOut()
  assert.deepEqual(await told(), [['all', 'estate.joined', 1]])
  commit()
  await slow
  await world.fanOut()
  assert.deepEqual(await told(), [
    ['all', 'estate.joined', 1],
    ['all', 'estate.moved', 1],
  ])
})

test('four that run at once queue each event exactly once, and one that fails queues it later', async () => {
  await world.addChannel(webhook('all', { kinds: ['*'] }))
  for (let i = 0; i < 40; i++) await tellEvent(database.db, i % 2 === 0 ? 'joined' : 'left', `1111222200${String(i).padStart(2, '0')}`)
  const broken = { ...world.deps, jobs: { enqueue: () => Promise.reject(new Error('killed')) } }
  const { fanOut } = await import('./fan-out.ts')
  await assert.rejects(fanOut(broken, world.signal), /killed/)
  assert.deepEqual([await outboxSize(), await told()], [40, []])
  await Promise.all(Array.from({ length: 4 }, () => world.fanOut()))
  assert.equal(await outboxSize(), 0)
  assert.equal(
    (await world.deliveries()).reduce((sum, { eventCount }) => sum + eventCount, 0),
    40,
  )
  assert.equal(world.waiting.length, (await world.deliveries()).length)
})

test('equal events become one message that counts them; another organization gets one of its own', async () => {
  await world.addChannel(webhook('all', { kinds: ['estate.*'] }))
  const other = await insertOrganization(database.db, { organization_id: `o-${randomUUID().slice(0, 10).replace('-', 'x')}` })
  for (let i = 0; i < 30; i++) await tellEvent(database.db, 'joined', String(111_122_220_000 + i))
  await sql`insert into estate_event (organization_uid, subject_kind, subject_id, kind, actor, at) values (${other}, 'account', '999988887777', 'joined', 'x', now())`.execute(
    database.db,
  )
  await world.fanOut()
  const deliveries = await world.deliveries()
  assert.deepEqual(deliveries.map(({ eventCount }) => eventCount).toSorted(), [1, 30])
  const big = deliveries.find(({ eventCount }) => eventCount === 30)
  assert.equal(big?.message.title, 'An account is new in the organization in Sports, 30 times')
  assert.equal(big?.message.events.length, 20)
  await sql`delete from estate_event where organization_uid = ${other}`.execute(database.db)
})

test('a channel is told once what two of its subscriptions ask for, and nothing that none asks for', async () => {
  await world.addChannel(webhook('two', { kinds: ['estate.joined'] }, { kinds: ['estate.*'], selector: 'account:1111*' }))
  await world.addChannel(webhook('none'))
  await insertAccount(database.db, { account_id: '111122223333', organization_uid: organizationUid })
  await tellEvent(database.db, 'joined', '111122223333')
  await tellEvent(database.db, 'left', '999988887777')
  await world.fanOut()
  assert.deepEqual(await told(), [['two', 'estate.joined', 1]])
})

const selectorCases: { selector: string; accounts: string[]; name: string }[] = [
  { name: 'a badge that is known', selector: 'badge:tier=1', accounts: ['100000000001'] },
  { name: 'the negation of a badge: not where badges are unknown', selector: 'not badge:tier=1', accounts: ['100000000002'] },
  { name: 'a place', selector: 'ou:/Prod/**', accounts: ['100000000001', '100000000003'] },
  { name: 'everything', selector: '*', accounts: ['100000000001', '100000000002', '100000000003', '100000000004'] },
  {
    name: 'the organization, of every account in it that is stored',
    selector: 'org:o-abcdefghij',
    accounts: ['100000000001', '100000000002', '100000000003'],
  },
]
for (const { name, selector, accounts } of selectorCases) {
  test(`a selector for ${name} tells of exactly its accounts; unknown never matches`, async () => {
    await world.addChannel(webhook('picky', { kinds: ['estate.suspended'], selector }))
    const base = { organization_uid: organizationUid }
    const first = await insertAccount(database.db, { ...base, account_id: '100000000001', org_path: 'Root/Prod' })
    const second = await insertAccount(database.db, { ...base, account_id: '100000000002', org_path: 'Root/Test' })
    await insertAccount(database.db, { ...base, account_id: '100000000003', org_path: 'Root/Prod' })
    for (const uid of [first, second])
      await sql`insert into account_observation (account_uid, tags_read_at) values (${uid}, now())`.execute(database.db)
    await sql`insert into badge (account_uid, key, value, autogenerated, source, updated_at, updated_by) values (${first}, 'tier', '1', true, 'tag', now(), 'x')`.execute(
      database.db,
    )
    for (let i = 1; i <= 4; i++) await tellEvent(database.db, 'suspended', `10000000000${i}`)
    await world.fanOut()
    const [delivery] = await world.deliveries()
    assert.deepEqual(
      delivery?.message.events.map(({ subjectId }) => subjectId),
      accounts,
    )
  })
}

test('an event of no account is decided by its organization alone', async () => {
  const selectors = [
    '*',
    'org:o-abcdefghij',
    'not org:o-other',
    'org:o-other',
    'badge:tier=1',
    'not badge:tier=1',
    'org:o-abcdefghij and not state:ACTIVE',
    'account:*',
  ]
  for (const selector of selectors) await world.addChannel(webhook(selector, { kinds: ['estate.ou_created'], selector }))
  await tellEvent(database.db, 'ou_created', 'ou-ab12-11111111', 'ou')
  await world.fanOut()
  assert.deepEqual(
    (await told()).map(([channel]) => channel),
    ['*', 'not org:o-other', 'org:o-abcdefghij'],
  )
})

test('attention, the end of a sync and a change of reachability are told; a first good check and an ignored account are not', async () => {
  await world.addChannel(webhook('all', { kinds: ['*'] }))
  const { db } = database
  await sql`insert into attention (id, organization_uid, kind, subject_id, detail, raised_at) values (${randomUUID()}, ${organizationUid}, 'account_suspended', '111122223333', 'look', now())`.execute(
    db,
  )
  const insertRun = (id: string) =>
    sql`insert into sync_run (id, organization_uid, kind, trigger, requested_by, status, phase, is_baseline, started_at)
      values (${id}, ${organizationUid}, 'estate', 'schedule', 'x', 'running', 'reading', false, now())`.execute(db)
  for (const status of ['failed', 'partial', 'held', 'completed', 'cancelled']) {
    const id = randomUUID()
    await insertRun(id)
    await sql`update sync_run set status = ${status} where id = ${id}`.execute(db)
    await sql`update sync_run set error = 'later' where id = ${id}`.execute(db)
  }
  for (const [account_id, extra] of [
    ['100000000001', {}],
    ['100000000002', { ignored_until: new Date('2099-01-01') }],
  ] as const)
    await insertAccount(db, { account_id, organization_uid: organizationUid, status: 'pending', ...extra })
  for (const status of ['ok', 'ok', 'assume_failed']) await sql`update account set status = ${status}`.execute(db)
  await world.fanOut()
  assert.deepEqual(await told(), [
    ['all', 'account.status_changed', 1],
    ['all', 'attention.account_suspended', 1],
    ['all', 'sync.failed', 1],
    ['all', 'sync.held', 1],
    ['all', 'sync.partial', 1],
  ])
})

test('restoring a backup tells nothing that was told before, and what waited then waits still', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'reeve-told-'))
  const target = await createEmptyDatabase()
  try {
    await world.addChannel(webhook('all', { kinds: ['*'] }))
    await tellEvent(database.db, 'joined', '111122223333')
    await world.fanOut()
    await tellEvent(database.db, 'left', '111122223333')
    const file = join(directory, 'told.reeve')
    await createBackup(database.db, file, { release: '0', now: () => new Date() })
    await restoreBackup(target.url, file, { replace: false })
    const { rows } = await sql<{ kind: string }>`select kind from notification_outbox`.execute(target.db)
    assert.deepEqual(rows, [{ kind: 'estate.left' }])
  } finally {
    await target.close()
    rmSync(directory, { recursive: true })
  }
})

test('a real sync of the simulated organization is told as one message about every account that joined', async () => {
  const sync = await openSyncWorld({ options: { accounts: 25 } })
  try {
    const notifications = openNotificationWorld(sync.database)
    await notifications.addChannel(webhook('all', { kinds: ['estate.joined'] }))
    await sync.sync()
    await notifications.fanOut()
    const deliveries = await notifications.deliveries()
    assert.deepEqual(
      deliveries.map(({ kind, eventCount }) => [kind, eventCount]),
      [['estate.joined', sync.truth().accounts.size]],
    )
    await notifications.fanOut()
    assert.equal((await notifications.deliveries()).length, 1)
  } finally {
    await sync.close()
  }
})
