import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { ignoreAccountRoute } from '#features/accounts/routes/ignore-account.route.ts'
import { listAccountsRoute } from '#features/accounts/routes/list-accounts.route.ts'
import { showAccountRoute } from '#features/accounts/routes/show-account.route.ts'
import { unignoreAccountRoute } from '#features/accounts/routes/unignore-account.route.ts'
import { listPoliciesRoute } from '#features/policies/routes/list-policies.route.ts'
import { showAccountPoliciesRoute } from '#features/policies/routes/show-account-policies.route.ts'
import { showPolicyRoute } from '#features/policies/routes/show-policy.route.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { rolePermissions } from '#platform/auth/roles.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { operator } from '#test/support/organization-world.ts'
import { openSyncWorld, type SyncWorld } from '#test/support/sync-world.ts'
import { cancelSyncRoute } from '#features/organizations/routes/cancel-sync.route.ts'
import { listAttentionRoute } from '#features/organizations/routes/list-attention.route.ts'
import { listEventsRoute } from '#features/organizations/routes/list-events.route.ts'
import { listSyncsRoute } from '#features/organizations/routes/list-syncs.route.ts'
import { resolveAttentionRoute } from '#features/organizations/routes/resolve-attention.route.ts'
import { runBadgeStage1Route } from '#features/organizations/routes/run-badge-stage1.route.ts'
import { showSyncRoute } from '#features/organizations/routes/show-sync.route.ts'
import { startSyncRoute } from '#features/organizations/routes/start-sync.route.ts'

const routes = [
  cancelSyncRoute,
  ignoreAccountRoute,
  listAccountsRoute,
  listAttentionRoute,
  listEventsRoute,
  listPoliciesRoute,
  listSyncsRoute,
  resolveAttentionRoute,
  runBadgeStage1Route,
  showAccountPoliciesRoute,
  showAccountRoute,
  showPolicyRoute,
  showSyncRoute,
  startSyncRoute,
  unignoreAccountRoute,
] as const

const reader: Actor = { kind: 'token', id: 'token:reader', permissions: new Set(rolePermissions['read-only']) }
const actors: ReadonlyMap<string, Actor> = new Map([
  ['Bearer operator', operator],
  ['Bearer reader', reader],
])

let world: SyncWorld
let app: FastifyInstance
let org: string

before(async () => {
  world = await openSyncWorld({ options: { accounts: 60 } })
  await world.sync()
  org = `/v1/organizations/${world.facts.organizationId}`
  app = await createServer({
    routes: routes as readonly Route[],
    deps: world.deps as never,
    authenticate: async ({ authorization }: { authorization?: string | undefined }) => {
      const actor = actors.get(authorization ?? '')
      if (actor === undefined) throw httpErrors.unauthenticated('Give a token.')
      return actor
    },
    log: silentLog,
    metrics: createMetrics(),
    version: '0.0.0',
    newId: () => crypto.randomUUID(),
    readiness: async () => ({ isReady: true, checks: {} }),
  } as never)
})
after(async () => {
  await app.close()
  await world.close()
})

async function send(method: InjectOptions['method'] & string, url: string, options: { body?: object; as?: string } = {}) {
  const reply = await app.inject({
    method: method as 'GET',
    url,
    headers: { authorization: `Bearer ${options.as ?? 'operator'}` },
    ...(options.body !== undefined && { payload: options.body }),
  })
  return { status: reply.statusCode, body: reply.json<Record<string, never> & { items: Record<string, unknown>[] }>() }
}

test('200: accounts page by page are all accounts once, in the shape of the contract [ORG-23]', async () => {
  const seen: Record<string, unknown>[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { body: { items: Record<string, unknown>[]; nextCursor?: string | null } } = await send(
      'GET',
      `/v1/accounts?limit=17${cursor === '' ? '' : `&cursor=${cursor}`}`,
      { as: 'reader' },
    )
    seen.push(...page.body.items)
    cursor = page.body.nextCursor ?? null
  }
  assert.deepEqual(
    seen.map((account) => account['accountId']),
    [...world.truth().accounts.keys()].toSorted(),
  )
  for (const name of [
    'accountId',
    'name',
    'email',
    'state',
    'status',
    'statusReason',
    'orgPath',
    'organizationId',
    'isManagementAccount',
    'badges',
  ]) {
    assert.ok(
      seen.every((account) => name in account),
      name,
    )
  }
  assert.equal(seen.filter((account) => account['isManagementAccount']).length, 1)
})

test('200: attention lists exactly the imported accounts that Reeve cannot reach or that AWS has suspended', async () => {
  const { body } = await send('GET', '/v1/accounts?limit=1000&attention=true')
  const expected = [...world.truth().accounts.values()].filter(({ outcome }) => outcome !== 'ok').map(({ accountId }) => accountId)
  assert.deepEqual(
    body.items.map((account) => account['accountId']),
    expected.toSorted(),
  )
  assert.ok(expected.length > 0)
})

test('200: accounts filter by status, place, text and selector; 400 for a selector with an error', async () => {
  const failed = await send('GET', '/v1/accounts?limit=1000&status=assume_failed')
  assert.ok(failed.body.items.length > 0 && failed.body.items.every((account) => account['status'] === 'assume_failed'))
  const all = await send('GET', '/v1/accounts?limit=1000&path=Root')
  assert.equal(all.body.items.length, world.truth().accounts.size)
  const [one] = all.body.items
  const found = await send('GET', `/v1/accounts?q=${String(one?.['accountId'])}`)
  assert.deepEqual(found.body.items, [one])
  const selected = await send('GET', `/v1/accounts?limit=1000&selector=${encodeURIComponent('status:ok')}`)
  assert.ok(selected.body.items.length > 0 && selected.body.items.every((account) => account['status'] === 'ok'))
  assert.equal((await send('GET', `/v1/accounts?selector=${encodeURIComponent('ou:(')}`)).status, 400)
})

test('200 then 404: one account with tags and cause; an unknown one is not there', async () => {
  const [failed] = [...world.truth().accounts.values()].filter(({ outcome }) => outcome === 'permission_missing')
  const { status, body } = await send('GET', `/v1/accounts/${failed?.accountId}`)
  assert.equal(status, 200)
  assert.equal(body['status'], 'permission_missing')
  assert.match(JSON.stringify(body['statusDetail']), /iam:ListRoleTags/)
  assert.deepEqual(body['tags'], Object.fromEntries(failed?.tags ?? []))
  assert.equal((await send('GET', '/v1/accounts/000000000000')).status, 404)
})

test('200: an ignored account leaves attention until its day; 400 without an end to come; 403 for a reader', async () => {
  const [failed] = [...world.truth().accounts.values()].filter(({ outcome }) => outcome === 'assume_failed')
  const url = `/v1/accounts/${failed?.accountId}`
  const body = { reason: 'closing this quarter', until: new Date(Date.now() + 86_400_000).toISOString() }
  assert.equal((await send('POST', `${url}/ignore`, { body, as: 'reader' })).status, 403)
  assert.equal((await send('POST', `${url}/ignore`, { body: { ...body, until: '2020-01-01T00:00:00Z' } })).status, 400)
  assert.equal((await send('POST', `${url}/ignore`, { body: { until: body.until } })).status, 400)
  assert.equal((await send('POST', `${url}/ignore`, { body })).status, 200)
  const during = await send('GET', '/v1/accounts?limit=1000&attention=true')
  assert.ok(!during.body.items.some((account) => account['accountId'] === failed?.accountId))
  assert.equal((await send('POST', `${url}/unignore`, { body: {} })).status, 200)
  const afterwards = await send('GET', '/v1/accounts?limit=1000&attention=true')
  assert.ok(afterwards.body.items.some((account) => account['accountId'] === failed?.accountId))
})

test('202: a sync on demand can be followed at once, a second request answers the same run, and it can be cancelled; 409 when it has ended', async () => {
  const first = await send('POST', `${org}/sync`, { body: {} })
  assert.equal(first.status, 202)
  const again = await send('POST', `${org}/sync`, { body: {} })
  assert.equal(again.body['id'], first.body['id'])
  assert.equal((await send('POST', `${org}/sync`, { body: { confirmRemovals: true } })).status, 409)
  assert.equal((await send('POST', `${org}/sync`, { body: {}, as: 'reader' })).status, 403)
  const run = await world.sync()
  assert.equal(run.id, String(first.body['id']))
  const shown = await send('GET', `${org}/syncs/${run.id}`)
  assert.equal(shown.body['status'], 'completed')
  assert.equal(shown.body['writes'], 0)
  assert.ok(Number(shown.body['calls']) >= Number(shown.body['minCalls']))
  assert.equal((await send('POST', `${org}/syncs/${run.id}/cancel`, { body: {} })).status, 409)
  assert.equal((await send('GET', `${org}/syncs/${crypto.randomUUID()}`)).status, 404)
  const list = await send('GET', `${org}/syncs?limit=1`)
  assert.equal(list.body.items[0]?.['id'], run.id)
})

test('200: history and attention of the organization; 404 for one that is not registered', async () => {
  const events = await send('GET', `${org}/events?kind=joined&limit=1000`)
  assert.equal(events.body.items.length, world.truth().accounts.size)
  const attention = (await send('GET', `${org}/attention`)).body as unknown as { id: string }[]
  assert.ok(attention.length > 0)
  const resolve = `${org}/attention/${attention[0]?.id ?? ''}/resolve`
  assert.equal((await send('POST', resolve, { body: {}, as: 'reader' })).status, 403)
  assert.equal((await send('POST', resolve, { body: {} })).status, 200)
  assert.equal((await send('POST', resolve, { body: {} })).status, 404)
  assert.equal((await send('GET', '/v1/organizations/o-nosuchthing/events')).status, 404)
})

test('200: policies with text, targets and the chain over an account; 404 for unknown ones [ORG-29]', async () => {
  const list = await send('GET', '/v1/policies?limit=1000')
  assert.equal(list.body.items.length, world.truth().policies)
  const full = await send('GET', '/v1/policies/p-FullAWSAccess')
  assert.match(String(full.body['content']), /"Action":"\*"/)
  const [account = ''] = [...world.truth().accounts.values()]
    .filter(({ isManagementAccount }) => !isManagementAccount)
    .map(({ accountId }) => accountId)
  const chain = await send('GET', `/v1/accounts/${account}/policies`)
  const levels = chain.body['levels'] as unknown as { targetId: string; scps: { policyId: string }[] }[]
  assert.equal(levels.at(-1)?.targetId, account)
  assert.ok(levels.every((level) => level.scps.length > 0))
  assert.equal((await send('GET', '/v1/policies/p-00000000')).status, 404)
  assert.equal((await send('GET', '/v1/accounts/000000000000/policies')).status, 404)
})

test('202: stage 1 as a dry run tells what it would change and changes nothing [BADGE-5]', async () => {
  const { db } = world.database
  const [tagged] = [...world.truth().accounts.values()].filter(({ tags, outcome }) => tags.size > 0 && outcome === 'ok')
  const [[key, value] = ['', '']] = tagged?.tags ?? []
  await db.updateTable('account_tag').set({ value: 'edited here' }).where('key', '=', key).where('value', '=', value).execute()
  const { status, body } = await send('POST', '/v1/badges/stage1', { body: { organization: world.facts.organizationId, dryRun: true } })
  assert.equal(status, 202)
  const changes = body['changes'] as unknown as { accountId: string; after: unknown }[]
  assert.ok(changes.some((change) => change.accountId === tagged?.accountId))
  const rows = await db.selectFrom('account_tag').select('value').where('value', '=', 'edited here').execute()
  assert.ok(rows.length > 0)
  assert.equal((await send('POST', '/v1/badges/stage1', { body: { dryRun: true }, as: 'reader' })).status, 403)
})
