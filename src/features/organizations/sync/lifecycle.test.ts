import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { mutate, type Mutation } from '#sim/worlds/mutate.ts'
import { openSyncWorld, readEstateAccounts, type SyncWorld } from '#test/support/sync-world.ts'
import { listEstateEvents } from './estate-events.ts'
import { listOpenAttention } from './attention.ts'
import { purgeDetached } from './purge-detached.ts'

let world: SyncWorld
beforeEach(async () => {
  world = await openSyncWorld({ options: { accounts: 40 }, form: { autoRemoveSuspended: false } })
  await world.sync()
})

const signal = new AbortController().signal
const change = (...mutations: Mutation[]) => mutate(world.simulation.aws, world.facts.managementAccountId, mutations)
const activeIds = () =>
  [...world.truth().accounts.values()]
    .filter((account) => account.state === 'ACTIVE' && !account.isManagementAccount)
    .map(({ accountId }) => accountId)
const eventsOf = async (subjectId: string) =>
  (await listEstateEvents(world.database.db, { organizationUid: world.organizationUid, subjectId, limit: 50 })).map(({ kind }) => kind)

test('what happened between two syncs is history, from → to: moved, renamed, tagged, untagged, suspended, joined [ORG-28, BADGE-4]', async (t) => {
  t.after(() => world.close())
  const [moved = '', renamed = '', tagged = '', suspended = ''] = activeIds()
  const root = [...world.truth().accounts.values()].find(({ isManagementAccount }) => isManagementAccount)?.parentId ?? ''
  const target = world.truth().accounts.get(moved)?.parentId === root ? (world.truth().accounts.get(renamed)?.parentId ?? '') : root
  const joined = '999988887777'
  change(
    { kind: 'move', accountId: moved, to: target },
    { kind: 'rename', accountId: renamed, name: 'renamed-account' },
    { kind: 'tag', accountId: tagged, tags: { 'cost-center': '4711' } },
    { kind: 'suspend', accountId: suspended },
    { kind: 'join', accountId: joined, name: 'newcomer' },
  )
  const run = await world.sync()
  assert.equal(run.status, 'completed')
  assert.equal((await eventsOf(moved))[0], 'moved')
  assert.equal((await eventsOf(renamed))[0], 'renamed')
  assert.equal((await eventsOf(suspended))[0], 'suspended')
  assert.equal((await eventsOf(joined))[0], 'joined')
  assert.ok((await eventsOf(tagged)).some((kind) => kind === 'tag_added' || kind === 'tag_changed'))
  const seen = await listEstateEvents(world.database.db, { organizationUid: world.organizationUid, syncRunId: run.id, limit: 50 })
  assert.ok(seen.some(({ subjectId }) => subjectId === moved) && seen.every(({ syncRunId }) => syncRunId === run.id))
  const stored = await readEstateAccounts(world)
  assert.equal(stored.get(tagged)?.tags['cost-center'], '4711')
  assert.equal(stored.get(suspended)?.status, 'suspended')
  const attention = await listOpenAttention(world.database.db, world.organizationUid)
  assert.ok(attention.some((item) => item.kind === 'account_suspended' && item.subjectId === suspended))
})

test('an account that left is detached with its history and comes back as the same row', async (t) => {
  t.after(() => world.close())
  const [left = ''] = activeIds()
  const uidOf = async () =>
    (await sql<{ id: string }>`select id from account where account_id = ${left}`.execute(world.database.db)).rows[0]?.id
  const uid = await uidOf()
  const name = world.truth().accounts.get(left)?.name ?? ''
  change({ kind: 'leave', accountId: left })
  await world.sync()
  assert.equal((await readEstateAccounts(world)).get(left)?.inclusion, 'detached')
  assert.equal((await eventsOf(left))[0], 'left')
  change({ kind: 'join', accountId: left, name })
  await world.sync()
  assert.equal((await readEstateAccounts(world)).get(left)?.inclusion, 'imported')
  assert.equal(await uidOf(), uid)
})

test('more departures than a mistake could explain are held, raise attention, and go through when confirmed', async (t) => {
  t.after(() => world.close())
  const leaving = activeIds().slice(0, 15)
  change(...leaving.map((accountId): Mutation => ({ kind: 'leave', accountId })))
  const held = await world.sync()
  assert.equal(held.status, 'held')
  assert.notEqual((await readEstateAccounts(world)).get(leaving[0] ?? '')?.inclusion, 'detached')
  const attention = await listOpenAttention(world.database.db, world.organizationUid)
  assert.ok(attention.some((item) => item.kind === 'removals_held'))
  const confirmed = await world.sync({ confirmRemovals: true })
  assert.equal(confirmed.status, 'completed')
  assert.equal(confirmed.changes['left'], 15)
  const after_ = await listOpenAttention(world.database.db, world.organizationUid)
  assert.ok(!after_.some((item) => item.kind === 'removals_held'))
})

test('with auto-removal a suspended account is detached at once, still raises attention, and is purged after 30 days [ORG-14]', async (t) => {
  t.after(() => world.close())
  const [suspended = '', gone = ''] = activeIds()
  await sql`update organization set auto_remove = true where id = ${world.organizationUid}`.execute(world.database.db)
  change({ kind: 'suspend', accountId: suspended }, { kind: 'leave', accountId: gone })
  await world.sync()
  const stored = (await readEstateAccounts(world)).get(suspended)
  assert.equal(stored?.inclusion, 'suspended')
  assert.equal(stored.status, 'suspended')
  assert.ok((await listOpenAttention(world.database.db, world.organizationUid)).some((item) => item.subjectId === suspended))

  const day = 86_400_000
  const later = (days: number) => ({ db: world.database.db, now: () => new Date(Date.now() + days * day) })
  await purgeDetached(later(29), signal)
  assert.ok((await readEstateAccounts(world)).has(gone))
  await purgeDetached(later(31), signal)
  const purged = await readEstateAccounts(world)
  assert.ok(!purged.has(gone))
  assert.deepEqual(purged.get(suspended)?.tags, {})
  assert.equal((await eventsOf(gone))[0], 'purged')
  assert.ok((await eventsOf(gone)).includes('left'), 'history outlives the row')
  const again = await world.sync()
  assert.equal(again.changes['joined'], undefined, 'a purged account that AWS still lists is not a new one')
})

test('excluded prefixes and a scope leave accounts stored but not imported, and lifting them brings them in [ORG-12, ORG-13]', async (t) => {
  t.after(() => world.close())
  const [one = ''] = activeIds()
  const { name = '' } = world.truth().accounts.get(one) ?? {}
  const setPrefixes = (prefixes: string[]) =>
    sql`update organization set exclude_prefixes = ${prefixes}::text[] where id = ${world.organizationUid}`.execute(world.database.db)
  await setPrefixes([name])
  await world.sync()
  assert.equal((await readEstateAccounts(world)).get(one)?.inclusion, 'excluded_prefix')
  assert.equal((await eventsOf(one))[0], 'detached')
  await setPrefixes([])
  await world.sync()
  assert.equal((await readEstateAccounts(world)).get(one)?.inclusion, 'imported')
  assert.equal((await eventsOf(one))[0], 'restored')

  const scope = [...world.truth().accounts.values()].map(({ parentId }) => parentId).find((id) => id.startsWith('ou-')) ?? ''
  await sql`update organization set scope_ou_ids = ${[scope]}::text[] where id = ${world.organizationUid}`.execute(world.database.db)
  await world.sync()
  const { rows } = await sql<{ inclusion: string; isInside: boolean }>`
    select distinct inclusion, path_ids like ${`%/${scope}/%`} as "isInside" from account order by inclusion`.execute(world.database.db)
  assert.deepEqual(rows, [
    { inclusion: 'excluded_scope', isInside: false },
    { inclusion: 'imported', isInside: true },
  ])
})

test('an account connected singly is adopted: one row, its own credentials gone [ORG-17]', async (t) => {
  t.after(() => world.close())
  const [known = ''] = activeIds()
  const db = world.database.db
  await sql`update account set organization_uid = null where account_id = ${known}`.execute(db)
  await sql`
    insert into account_connection (account_uid, caller_kind, session_name, duration_seconds, created_at, created_by, updated_at)
    select id, 'default', 'reeve', 3600, now(), 'os:1000', now() from account where account_id = ${known}`.execute(db)
  await world.sync()
  const { rows } = await sql<{ uid: string; connections: number }>`
    select organization_uid as uid, (select count(*) from account_connection) as connections from account where account_id = ${known}`.execute(
    db,
  )
  assert.deepEqual(rows, [{ uid: world.organizationUid, connections: 0 }])
  assert.ok((await eventsOf(known)).includes('adopted'))
})

test('a tag removed in AWS goes once its account is read singly, never because the index lost it [BADGE-5, BADGE-6]', async (t) => {
  t.after(() => world.close())
  const [tagged] = [...world.truth().accounts.values()].filter(({ tags, state }) => tags.size > 1 && state === 'ACTIVE')
  assert.ok(tagged)
  const [key = ''] = tagged.tags.keys()
  await sql`update account_tag set value = 'edited here' where key = ${key} and account_uid = (select id from account where account_id = ${tagged.accountId})`.execute(
    world.database.db,
  )
  change({ kind: 'untag', accountId: tagged.accountId, keys: [...tagged.tags.keys()].slice(1) })
  for (
    let syncs = 0;
    syncs < 45 && Object.keys((await readEstateAccounts(world)).get(tagged.accountId)?.tags ?? {}).length > 1;
    syncs += 1
  ) {
    await world.sync({ kind: 'tags' })
  }
  assert.deepEqual((await readEstateAccounts(world)).get(tagged.accountId)?.tags, { [key]: tagged.tags.get(key) })
})
