import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Db, openDatabase } from '#platform/db/db.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import type { Actor } from './actor.ts'
import { findPerson, findReach, grantsOf } from './people-store.ts'
import { rememberSessions, shareReads } from './remembered-sessions.ts'

const endsAt = new Date('2026-11-21T20:00:00Z')
const clock = { now: new Date('2026-11-21T12:00:00Z') }

let database: TestDatabase
/** Another process, as far as the first can tell: a pool of its own. */
let elsewhere: ReturnType<typeof openDatabase>
let personId: string
let lookUps = 0

before(async () => {
  database = await createTestDatabase()
  elsewhere = openDatabase({ url: database.url, connectionsMax: 1 })
  const person = await elsewhere.db
    .insertInto('person')
    .values({ name: 'Pat', email: 'pat@example.com' })
    .returning('id')
    .executeTakeFirstOrThrow()
  personId = person.id
  await elsewhere.db.insertInto('person_session').values({ person_id: personId, token: 'good', expires_at: endsAt }).execute()
})
after(async () => {
  await elsewhere.close()
  await database.close()
})

/** What a cookie stands for, read anew each time: the session's row by its token, then the person's reach. */
const sessions = () => ({
  actorOf: async (cookie: string): Promise<Actor | undefined> => {
    lookUps += 1
    const session = await database.db
      .selectFrom('person_session')
      .select(['id', 'person_id'])
      .where('token', '=', cookie)
      .executeTakeFirst()
    const reach = session === undefined ? undefined : await findReach(database.db, session.person_id)
    if (session === undefined || reach === undefined) return undefined
    return {
      kind: 'person',
      id: `user:${reach.person.id}`,
      permissions: reach.permissions,
      scopes: reach.scopes,
      sessionId: session.id,
      sessionEndsAt: endsAt,
    }
  },
})
const open = () => rememberSessions(sessions(), { db: database.db, now: () => clock.now })

test('a session is looked up once while nothing about people changes, and its actor stays the same', async () => {
  const remembered = open()
  lookUps = 0
  const first = await remembered.actorOf('good')
  for (let i = 0; i < 5; i += 1) assert.equal(await remembered.actorOf('good'), first)
  assert.equal(lookUps, 1)
})

const binding = (role: string) => ({ id: crypto.randomUUID(), person_id: personId, role, created_at: clock.now, created_by: 'test' })
const changes: Readonly<Record<string, readonly [change: (db: Db) => Promise<unknown>, isTrueOf: (actor: Actor | undefined) => boolean]>> =
  {
    'a role given': [
      (db) => db.insertInto('role_binding').values(binding('viewer')).execute(),
      (actor) => actor?.permissions.has('accounts:read') === true,
    ],
    'a role bound to a scope': [
      (db) => db.updateTable('role_binding').set({ scope: 'badge:team=blue' }).where('person_id', '=', personId).execute(),
      (actor) => actor?.scopes?.has('accounts:read') === true,
    ],
    'a role taken away': [(db) => db.deleteFrom('role_binding').execute(), (actor) => actor?.permissions.has('accounts:read') === false],
    'a role of this site': [
      async (db) => {
        await db.insertInto('role_binding').values(binding('badger')).execute()
        await db
          .insertInto('custom_role')
          .values({ name: 'badger', description: '', permissions: ['badges:write'], created_at: clock.now, created_by: 'test' })
          .execute()
      },
      (actor) => actor?.permissions.has('badges:write') === true,
    ],
    'other permissions of that role': [
      (db) =>
        db
          .updateTable('custom_role')
          .set({ permissions: ['badges:read'] })
          .execute(),
      (actor) => actor?.permissions.has('badges:write') === false && actor.permissions.has('badges:read'),
    ],
    'what a provider’s claims give': [
      async (db) => {
        await db.insertInto('person_credential').values({ person_id: personId, provider_id: 'corp', account_id: 'subject-1' }).execute()
        await db
          .insertInto('identity_provider')
          .values({
            id: 'corp',
            name: 'Corp',
            issuer: 'https://x.example',
            client_id: 'x',
            scopes: [],
            grants: '[]',
            created_at: clock.now,
            created_by: 'test',
            updated_at: clock.now,
          })
          .execute()
        await db
          .insertInto('identity_grant')
          .values({ provider_id: 'corp', subject: 'subject-1', grants: JSON.stringify([{ role: 'auditor', scope: null }]), at: clock.now })
          .execute()
      },
      (actor) => actor?.permissions.has('audit:read') === true,
    ],
    'a provider removed': [(db) => db.deleteFrom('identity_provider').execute(), (actor) => actor?.permissions.has('audit:read') === false],
    'a person disabled': [(db) => db.updateTable('person').set({ disabled_at: clock.now }).execute(), (actor) => actor === undefined],
    'a person let in again': [(db) => db.updateTable('person').set({ disabled_at: null }).execute(), (actor) => actor !== undefined],
    'a session revoked': [(db) => db.deleteFrom('person_session').execute(), (actor) => actor === undefined],
  }

test('whatever another process commits about sessions, people and roles counts at the next request', async () => {
  const remembered = open()
  for (const [what, [change, isTrueOf]] of Object.entries(changes)) {
    const before = await remembered.actorOf('good')
    assert.equal(isTrueOf(before), false, `${what}: could not fail`)
    // Uncommitted, it changes nothing.
    await elsewhere.db.transaction().execute(async (tx) => {
      await change(tx)
      assert.deepEqual(await remembered.actorOf('good'), before, what)
    })
    assert.equal(isTrueOf(await remembered.actorOf('good')), true, what)
  }
})

test('a session that ends by itself is asked for again, and nobody is remembered whom a cookie did not let in', async () => {
  await elsewhere.db.insertInto('person_session').values({ person_id: personId, token: 'short', expires_at: endsAt }).execute()
  const remembered = open()
  await remembered.actorOf('short')
  lookUps = 0
  clock.now = new Date(endsAt.getTime() + 1)
  await remembered.actorOf('short')
  assert.equal(lookUps, 1)
  clock.now = new Date('2026-11-21T12:00:00Z')
  await remembered.actorOf('stranger')
  await remembered.actorOf('stranger')
  assert.equal(lookUps, 3)
})

test('every table that decides who somebody is tells when it changes', async () => {
  const read = await database.db.transaction().execute(async (tx) => {
    await findPerson(tx, personId)
    await grantsOf(tx, [{ role: 'a-role-of-this-site', scope: null }])
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_stat_xact_user_tables where schemaname = 'public' and coalesce(seq_scan, 0) + coalesce(idx_scan, 0) > 0`.execute(
      tx,
    )
    return new Set(['person_session', ...rows.map(({ name }) => name)])
  })
  for (const table of ['person', 'role_binding', 'identity_grant', 'custom_role'])
    assert.ok(read.has(table), `${table}: ${[...read].join()}`)
  for (const table of read) {
    const { rows } = await sql<{ definition: string }>`
      select pg_get_triggerdef(oid) as definition from pg_trigger where tgrelid = ${table}::regclass and not tgisinternal`.execute(
      database.db,
    )
    const told = rows.map(({ definition }) => definition).filter((definition) => definition.includes("raise_revision('reach')"))
    for (const event of ['UPDATE', 'DELETE', 'TRUNCATE'])
      assert.ok(
        told.some((definition) => definition.split(' ON ')[0]!.includes(event)),
        `${table} does not tell of ${event}: give it a trigger reeve_scoped.raise_revision('reach')`,
      )
  }
})

test('who asks while a read is under way shares the next one, and never gets an answer from before the question', async () => {
  const waiting: ((value: number) => void)[] = []
  let reads = 0
  const read = shareReads(() => {
    reads += 1
    return new Promise<number>((resolve) => waiting.push(resolve))
  })
  const first = read()
  const others = [read(), read(), read()]
  await turn()
  assert.equal(reads, 1)
  waiting[0]!(1)
  assert.equal(await first, 1)
  await turn()
  assert.equal(reads, 2)
  waiting[1]!(2)
  assert.deepEqual(await Promise.all(others), [2, 2, 2])
})

test('a read that fails fails for those who share it, and the next one is tried', async () => {
  let reads = 0
  const read = shareReads(async () => {
    reads += 1
    if (reads < 3) throw new Error(`failed ${reads}`)
    return reads
  })
  const outcomes = await Promise.allSettled([read(), read(), read()])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  assert.equal(await read(), 3)
})
