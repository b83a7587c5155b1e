import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import type { Actor } from '#platform/auth/actor.ts'
import { combineGrants } from '#platform/auth/grants.ts'
import { insertBinding, insertPerson, replaceBindings } from '#platform/auth/people-store.ts'
import { roleCatalogue } from '#platform/auth/role-catalogue.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { createChannel } from './edit-channel.ts'

const own = { id: '610000000001', scope: 'account:610000000001' }
const other = { id: '620000000002', scope: 'account:620000000002' }
const personId = crypto.randomUUID()
const at = new Date('2026-11-21T11:00:00Z')

let database: TestDatabase
let organizationUid: string
let world: ReturnType<typeof openNotificationWorld>

before(async () => {
  database = await createTestDatabase({ connectionsMax: 10 })
  organizationUid = await insertOrganization(database.db, { nickname: 'Sports' })
  for (const { id } of [own, other])
    await insertAccount(database.db, { account_id: id, name: `name-of-${id}`, organization_uid: organizationUid })
  await database.db.transaction().execute(async (tx) => {
    await insertPerson(tx, { id: personId, name: 'Pat', email: 'pat@example.com', passwordHash: null, at })
    await insertBinding(tx, { id: crypto.randomUUID(), personId, role: 'organization-admin', scope: own.scope, at, by: 'test' })
  })
})
after(() => database.close())
beforeEach(async () => {
  await sql`truncate notification_channel, notification_outbox, notification_delivery cascade`.execute(database.db)
  await rebind(own.scope)
  world = openNotificationWorld(database)
})

function rebind(scope: string | null, role = 'organization-admin'): Promise<void> {
  const change = { bindings: [{ role, scope }], newId: () => crypto.randomUUID(), at, by: 'test' }
  return database.db.transaction().execute((tx) => replaceBindings(tx, personId, change))
}

/** A channel as Pat makes it, subscribed to everything there is. */
async function addChannel() {
  const { permissions } = roleCatalogue['organization-admin']
  const pat: Actor = { kind: 'person', id: `user:${personId}`, ...combineGrants([{ permissions, scope: own.scope }]) }
  const subscriptions = [{ kinds: ['*'], selector: '*' }]
  const { channel } = await createChannel(world.deps, pat, {
    form: { name: 'mine', isEnabled: true, subscriptions, webhook: { url: 'http://127.0.0.1:9/' } },
  })
  return channel
}

async function tell(...accountIds: string[]): Promise<void> {
  for (const id of accountIds)
    await sql`
      insert into estate_event (organization_uid, subject_kind, subject_id, kind, before, after, actor, at)
      values (${organizationUid}, 'account', ${id}, 'moved', ${JSON.stringify({ orgPath: 'Root/Secret' })}::jsonb, '{}', 'system:sync', ${at})`.execute(
      database.db,
    )
}

const messages = async () => (await world.deliveries()).map(({ message }) => message)

test('a channel of somebody bound to a scope is told of that alone, and not where an account came from', async () => {
  const channel = await addChannel()
  assert.equal(channel.boundTo, `user:${personId}`)
  await tell(own.id, other.id)
  await world.fanOut()
  const [message, ...more] = await messages()
  assert.deepEqual(more, [])
  assert.deepEqual(message?.events, [
    { subjectKind: 'account', subjectId: own.id, name: `name-of-${own.id}`, before: null, after: null, detail: null, at: at.toISOString() },
  ])
  assert.equal(message?.count, 1)
})

test('a scope that has shrunk or moved since the channel was made counts as it is when something happens', async () => {
  await addChannel()
  await rebind(other.scope)
  await tell(own.id, other.id)
  await world.fanOut()
  assert.deepEqual(
    (await messages()).flatMap(({ events }) => events.map(({ subjectId }) => subjectId)),
    [other.id],
  )
})

test('a message that waits is not sent when what it tells of has left the scope meanwhile', async () => {
  await addChannel()
  await tell(own.id)
  await world.fanOut()
  await rebind(other.scope)
  await world.deliverDue()
  const [delivery] = await world.deliveries()
  assert.deepEqual(
    [delivery?.state, delivery?.lastError],
    ['cancelled', 'It tells of what lies beyond the reach of whoever made the channel.'],
  )
})

test('what is of no account is told only where the whole organization lies in scope, and what is of Reeve never', async () => {
  await addChannel()
  const happen = async (kind: string, uid: string | null) => {
    await sql`
      insert into notification_outbox (kind, organization_uid, subject_kind, subject_id, detail, at)
      values (${kind}, ${uid}, 'thing', 'x', 'names other accounts', ${at})`.execute(database.db)
    await world.fanOut()
  }
  await happen('sync.failed', organizationUid)
  assert.deepEqual(await messages(), [])
  await rebind('not organization:o-zyzyzyzyzy')
  await happen('sign_in.locked', null)
  assert.deepEqual(await messages(), [])
  await happen('sync.failed', organizationUid)
  assert.deepEqual(
    (await messages()).flatMap(({ kind, events }) => [kind, events[0]?.detail]),
    ['sync.failed', null],
  )
})

test('who has lost the role, or is disabled, is told nothing more', async () => {
  await addChannel()
  await rebind(null, 'partner-billing')
  await tell(own.id)
  await world.fanOut()
  await rebind(own.scope)
  await database.db.updateTable('person').set({ disabled_at: at }).where('id', '=', personId).execute()
  await tell(own.id)
  await world.fanOut()
  await database.db.updateTable('person').set({ disabled_at: null }).where('id', '=', personId).execute()
  assert.deepEqual(await messages(), [])
})
