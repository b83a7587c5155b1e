import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '#platform/auth/actor.ts'
import { allPermissions, rolePermissions } from '#platform/auth/roles.ts'
import type { Route } from '#platform/http/define-route.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { createServer } from '#platform/http/server.ts'
import { createLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { addRole } from '#sim/iam/state.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { type ConnectionWorld, openConnectionWorld } from '#test/support/connection-world.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { operator } from '#test/support/organization-world.ts'
import { addAccountRoute } from './add-account.route.ts'
import { editConnectionRoute } from './edit-connection.route.ts'
import { prepareAccountRoute } from './prepare-account.route.ts'
import { removeAccountRoute } from './remove-account.route.ts'
import { revealAccountExternalIdRoute } from './reveal-account-external-id.route.ts'
import { showCallerRoute } from './show-caller.route.ts'
import { showConnectionRoute } from './show-connection.route.ts'
import { testConnectionRoute } from './test-connection.route.ts'
import { testNewAccountRoute } from './test-new-account.route.ts'

const routes = [
  addAccountRoute,
  editConnectionRoute,
  prepareAccountRoute,
  removeAccountRoute,
  revealAccountExternalIdRoute,
  showCallerRoute,
  showConnectionRoute,
  testConnectionRoute,
  testNewAccountRoute,
] as const

const actorWith = (id: string, permissions: Iterable<string>): Actor => ({
  kind: 'token',
  id: `token:${id}`,
  permissions: new Set(permissions),
})
const actors: ReadonlyMap<string, Actor> = new Map([
  ['Bearer operator', operator],
  ['Bearer reader', actorWith('reader', rolePermissions['read-only'])],
  [
    'Bearer no-reveal',
    actorWith(
      'no-reveal',
      allPermissions.filter((permission) => permission !== 'organizations:reveal-secret'),
    ),
  ],
])

let database: TestDatabase
let world: ConnectionWorld
let app: FastifyInstance
const logged: string[] = []

before(async () => {
  database = await createTestDatabase()
  world = openConnectionWorld()
  const deps = { ...world, db: database.db }
  app = await createServer<typeof deps>({
    routes: routes satisfies readonly Route<typeof deps>[],
    deps,
    authenticate: async ({ authorization }) => {
      const actor = actors.get(authorization ?? '')
      if (actor === undefined) throw httpErrors.unauthenticated('Sign in.')
      return actor
    },
    log: createLog({ level: 'debug', destination: { write: (line: string) => void logged.push(line) } }),
    metrics: createMetrics(),
    version: '0',
    newId: world.newId,
    readiness: async () => ({ isReady: true, checks: {} }),
  })
})
after(async () => {
  await app.close()
  await database.close()
})

type Sent = { readonly body?: object; readonly as?: string; readonly headers?: Record<string, string> }
async function send(method: string, url: string, { body, as = 'operator', headers = {} }: Sent = {}) {
  const reply = await app.inject({
    method: method as 'GET',
    url,
    headers: { ...(as !== 'nobody' && { authorization: `Bearer ${as}` }), ...headers },
    ...(body !== undefined && { payload: body }),
  })
  const etag = reply.headers['etag']
  return {
    status: reply.statusCode,
    text: reply.body,
    etag: typeof etag === 'string' ? etag : '',
    body: reply.body === '' ? {} : (JSON.parse(reply.body) as unknown),
  }
}
/** A member of an untyped body, by its path. */
function pick(body: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], body)
}
const single = (index = 0) => world.singles[index]!
const form = (index = 0, patch: object = {}) => ({
  credentials: { role: { arn: single(index).roleArn, externalId: single(index).externalId, ...patch } },
})
const at = (index = 0) => `/v1/accounts/${single(index).accountId}`

test('401 for nobody; 403 for a reader on every route that writes or tries', async () => {
  for (const { method, path, permission } of routes) {
    const url = path.replace(':accountId', single().accountId)
    const body = method === 'POST' || method === 'PATCH' ? {} : undefined
    const call = body === undefined ? {} : { body }
    assert.equal((await send(method, url, { ...call, as: 'nobody' })).status, 401, `${method} ${path}`)
    const asReader = (await send(method, url, { ...call, as: 'reader' })).status
    assert.equal(asReader === 403, permission !== 'accounts:read', `${method} ${path}`)
  }
})

test('200 tells whom Reeve runs as, and until when', async () => {
  const { status, body } = await send('GET', '/v1/caller', { as: 'reader' })
  assert.equal(status, 200)
  assert.match(
    String(pick(body, 'detail')),
    /^running as arn:aws:iam::\d{12}:user\/reeve-caller, via environment variables, does not expire$/,
  )
  assert.equal(pick(body, 'caller', 'accountId'), world.facts.managementAccountId)
})

test('400 names every field at fault with value and rule, and hides secrets [CONN-8]', async () => {
  const body = {
    accountId: '12',
    misspelt: 1,
    credentials: {
      role: { arn: 'arn:aw:iam::123456789012:role/X', sessionName: 'x', durationSeconds: 'long', externalId: 'CANARY SECRET' },
    },
  }
  const reply = await send('POST', '/v1/accounts', { body })
  assert.deepEqual([reply.status, pick(reply.body, 'code')], [400, 'connection_invalid'])
  assert.deepEqual((pick(reply.body, 'errors') as { field: string }[]).map(({ field }) => field).toSorted(), [
    'accountId',
    'credentials.role.arn',
    'credentials.role.durationSeconds',
    'credentials.role.externalId',
    'credentials.role.sessionName',
    'misspelt',
  ])
  assert.ok(!reply.text.includes('CANARY'))
  assert.equal((await send('POST', '/v1/accounts/test', { body })).status, 400)
})

test('422 says which step refused and as whom Reeve tried; 200 for the same as a test [CONN-10]', async () => {
  const wrong = form(0, { externalId: 'wrong-one' })
  const { status, body } = await send('POST', '/v1/accounts', { body: wrong })
  assert.deepEqual([status, pick(body, 'code')], [422, 'connection_role_not_assumed'])
  assert.match(String(pick(body, 'detail')), /Reeve is running as/)
  const tested = await send('POST', '/v1/accounts/test', { body: wrong })
  assert.deepEqual([tested.status, pick(tested.body, 'isReached'), pick(tested.body, 'failedStep')], [200, false, 'assume_role'])
  assert.equal((await send('GET', `${at()}/connection`)).status, 404)
})

test('201 adds and says as whom and until when; 409 a second time; the item shows no secret [CONN-8, CONN-11]', async () => {
  const added = await send('POST', '/v1/accounts', { body: form() })
  assert.equal(added.status, 201, added.text)
  assert.deepEqual([pick(added.body, 'connection', 'status'), pick(added.body, 'warnings')], ['ok', []])
  assert.match(String(pick(added.body, 'runningAs', 'text')), /^running as /)
  assert.ok(Date.parse(String(pick(added.body, 'session', 'expiresAt'))) > Date.now())
  const again = await send('POST', '/v1/accounts', { body: form() })
  assert.deepEqual([again.status, pick(again.body, 'code')], [409, 'account_already_connected'])
  const shown = await send('GET', `${at()}/connection`, { as: 'reader' })
  assert.deepEqual(pick(shown.body, 'credentials', 'role'), {
    arn: single().roleArn,
    sessionName: 'Reeve',
    durationSeconds: 3600,
    hasExternalId: true,
  })
  for (const { text } of [added, again, shown]) assert.ok(!text.includes(single().externalId))
})

test('200 edits what is named, 412 refuses an outdated copy, 304 spares an unchanged one, 400 incomplete credentials', async () => {
  const { etag } = await send('GET', `${at()}/connection`)
  const edited = await send('PATCH', `${at()}/connection`, { body: { name: 'Payments' }, headers: { 'if-match': etag } })
  assert.deepEqual([edited.status, pick(edited.body, 'connection', 'name')], [200, 'Payments'])
  assert.equal((await send('PATCH', `${at()}/connection`, { body: { name: 'x' }, headers: { 'if-match': etag } })).status, 412)
  assert.equal((await send('GET', `${at()}/connection`, { headers: { 'if-none-match': edited.etag } })).status, 304)
  assert.equal((await send('PATCH', `${at()}/connection`, { body: form() })).status, 400)
})

test('an ExternalId is generated when asked, new each time, and a role made from the answer is added without a warning [CONN-9, CONN-10, CONN-11]', async () => {
  const { accountId } = single(2)
  const body = { accountId, roleName: world.facts.memberRoleName }
  const [one, two] = [await send('POST', '/v1/accounts/prepare', { body }), await send('POST', '/v1/accounts/prepare', { body })]
  assert.deepEqual([one.status, pick(one.body, 'hostingAccountId')], [200, world.facts.managementAccountId])
  const externalId = String(pick(one.body, 'externalId'))
  assert.notEqual(externalId, pick(two.body, 'externalId'))
  addRole(world.simulation.aws, accountId, {
    name: world.facts.memberRoleName!,
    trust: pick(one.body, 'trustPolicy') as object,
    inline: { reeve: pick(one.body, 'permissionsPolicy') as object },
    createdAt: 0,
  })
  const guessed = { credentials: { role: { arn: pick(one.body, 'roleArn'), externalId: pick(two.body, 'externalId') } } }
  assert.equal((await send('POST', '/v1/accounts', { body: guessed })).status, 422)
  const added = await send('POST', '/v1/accounts', { body: { credentials: { role: { arn: pick(one.body, 'roleArn'), externalId } } } })
  assert.equal(added.status, 201, added.text)
  assert.deepEqual([pick(added.body, 'connection', 'status'), pick(added.body, 'warnings')], ['ok', []])
  assert.equal((await send('POST', '/v1/accounts/prepare', { body: { accountId: '12', roleName: 'a b' } })).status, 400)
})

test('200 tests the stored connection', async () => {
  const { status, body } = await send('POST', `${at()}/test`, { body: {} })
  assert.deepEqual([status, pick(body, 'isReached'), pick(body, 'status')], [200, true, 'ok'])
})

test('a reveal needs its own permission', async () => {
  assert.equal((await send('POST', `${at()}/reveal-external-id`, { as: 'no-reveal' })).status, 403)
  const { status, body } = await send('POST', `${at()}/reveal-external-id`)
  assert.deepEqual([status, body], [200, { externalId: single().externalId }])
})

test('409: an account of an organization can be neither added, edited nor removed singly [ORG-27]', async () => {
  const organizationUid = await insertOrganization(database.db)
  await insertAccount(database.db, { account_id: single(1).accountId, organization_uid: organizationUid })
  const replies = [
    await send('POST', '/v1/accounts', { body: form(1) }),
    await send('PATCH', `${at(1)}/connection`, { body: { name: 'x' } }),
    await send('DELETE', at(1)),
    await send('GET', `${at(1)}/connection`),
  ]
  for (const { status, body } of replies) {
    assert.deepEqual([status, pick(body, 'code')], [409, 'account_managed'])
    assert.match(String(pick(body, 'detail')), /managed by o-/)
  }
})

test('200 removes and says what is left to do in AWS, 404 afterwards and for an account nobody knows', async () => {
  const removed = await send('DELETE', at())
  assert.equal(removed.status, 200)
  assert.ok(String(pick(removed.body, 'tearDown')).includes(single().roleArn))
  assert.equal((await send('DELETE', at())).status, 404)
  assert.equal(pick((await send('DELETE', '/v1/accounts/000000000000')).body, 'code'), 'account_not_found')
  assert.equal((await send('DELETE', '/v1/accounts/12')).status, 400)
})

test('no secret of all these requests stands in the log', () => {
  const log = logged.join('')
  assert.ok(log.includes('/v1/accounts'), 'the requests were logged')
  for (const secret of [single().externalId, world.facts.secretAccessKey!, 'CANARY', 'wrong-one']) assert.ok(!log.includes(secret), secret)
})
