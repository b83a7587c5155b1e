import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Actor } from '#platform/auth/actor.ts'
import { combineGrants } from '#platform/auth/grants.ts'
import { roleCatalogue } from '#platform/auth/role-catalogue.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { insertAccount } from '#test/support/estate-rows.ts'
import { at, type EstateOrganization, storeEstate } from '#test/support/scoped-estate.ts'
import { openScopedServer } from '#test/support/scoped-server.ts'

const [own, other, single, otherSingle] = ['610000000001', '620000000002', '630000000003', '640000000004'] as const
const ou = 'ou-qk71-11111111'
const estate: EstateOrganization = {
  id: 'o-qkqkqkqkqk',
  managementAccountId: '690000000009',
  root: 'r-qk71',
  ous: { [ou]: 'r-qk71', 'ou-qk71-22222222': 'r-qk71' },
  accounts: [
    { id: own, ou, badges: {}, tagsRead: true },
    { id: other, ou: 'ou-qk71-22222222', badges: {}, tagsRead: true },
  ],
}
const scope = `ou:${ou}/** or account:${single}`
const actors = new Map<string, Actor>([
  [
    'bound',
    { kind: 'person', id: 'user:bound', ...combineGrants([{ permissions: roleCatalogue['organization-admin'].permissions, scope }]) },
  ],
])

const database = await createTestDatabase({ connectionsMax: 8 })
const { db } = database
const server = await openScopedServer(db, actors)
after(async () => {
  await server.close()
  await database.close()
})
await storeEstate(db, [estate])
const uids = new Map((await db.selectFrom('account').select(['id', 'account_id']).execute()).map((row) => [row.account_id, row.id]))
for (const account_id of [single, otherSingle]) {
  const uid = await insertAccount(db, { account_id, status_reason: `User: arn:aws:iam::690000000009:role/x may not enter ${account_id}.` })
  uids.set(account_id, uid)
  await db
    .insertInto('account_connection')
    .values({
      account_uid: uid,
      caller_kind: 'default',
      session_name: 'reeve',
      duration_seconds: 3600,
      created_at: at,
      created_by: 'test',
      updated_at: at,
    })
    .execute()
}

async function ask(method: 'POST' | 'DELETE' | 'PUT', url: string, payload?: object) {
  const response = await server.inject({ method, url, headers: { authorization: 'bound' }, ...(payload === undefined ? {} : { payload }) })
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() }
}

const rowOf = (accountId: string) =>
  db
    .selectFrom('account')
    .select(['inclusion', 'ignored_by', 'status_reason'])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
const auditOf = (action: string) =>
  db.selectFrom('audit_event').select(['actor', 'subject', 'result', 'after']).where('action', '=', action).execute()

test('an account in scope is ignored for a while, and the trail has it as it was written', async () => {
  const ignore = (id: string) =>
    ask('POST', `/v1/accounts/${id}/ignore`, { reason: `Moves to ${other}`, until: new Date(at.getTime() + 86_400_000).toISOString() })
  assert.deepEqual([(await ignore(own)).status, (await ignore(other)).status], [200, 404])
  assert.deepEqual([(await rowOf(own)).ignored_by, (await rowOf(other)).ignored_by], ['user:bound', null])
  const events = await auditOf('account.ignored')
  assert.deepEqual(
    events.map(({ actor, subject, result }) => [actor, subject, result]),
    [['user:bound', `account:${own}`, 'done']],
  )
  assert.match(JSON.stringify(events[0]?.after), new RegExp(other), 'what was written down is not blotted out')
})

test('an item that wants attention is closed in scope only', async () => {
  const items = await db.selectFrom('attention').select(['id', 'subject_id']).execute()
  const resolve = async (accountId: string) => {
    const { id } = items.find(({ subject_id }) => subject_id === accountId)!
    return (await ask('POST', `/v1/organizations/o-qkqkqkqkqk/attention/${id}/resolve`)).status
  }
  assert.deepEqual([await resolve(own), await resolve(other)], [200, 404])
  const open = await db.selectFrom('attention').select('subject_id').where('resolved_at', 'is', null).execute()
  assert.deepEqual(
    open.map(({ subject_id }) => subject_id),
    [other],
  )
})

test('badges are brought in line with tags in scope only', async () => {
  for (const id of [own, other])
    await db
      .insertInto('account_tag')
      .values({ account_uid: uids.get(id)!, key: 'tier', value: '1' })
      .execute()
  const { status, body } = await ask('POST', '/v1/badges/stage2', {})
  assert.deepEqual([status, body['accounts']], [200, 1])
  const badges = await db
    .selectFrom('badge')
    .innerJoin('account', 'account.id', 'badge.account_uid')
    .select('account.account_id')
    .where('badge.key', '=', 'tier')
    .execute()
  assert.deepEqual(badges, [{ account_id: own }])
})

test('a single account in scope is removed, with what was known of it kept as it was; one beyond is not there', async () => {
  const before = await rowOf(single)
  const removed = await ask('DELETE', `/v1/accounts/${single}`)
  assert.equal(removed.status, 200, JSON.stringify(removed.body))
  assert.equal((await ask('DELETE', `/v1/accounts/${otherSingle}`)).status, 404)
  const row = await rowOf(single)
  assert.equal(row.inclusion, 'detached')
  assert.equal(JSON.stringify([row, before]).includes('************'), false, 'what is blotted out in the view is never written back')
  assert.equal((await rowOf(otherSingle)).inclusion, 'imported')
  assert.equal((await auditOf('account.removed')).length, 1)
})
