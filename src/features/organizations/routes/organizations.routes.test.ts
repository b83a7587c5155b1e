import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Actor } from '#platform/auth/actor.ts'
import { rolePermissions } from '#platform/auth/roles.ts'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createServer } from '#platform/http/server.ts'
import { createLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createJobs, type Jobs } from '#platform/jobs/jobs.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { formFor, openOrganizationWorld, operator, type OrganizationWorld } from '#test/support/organization-world.ts'
import { syncOrganizationJob } from '../jobs/sync-organization.job.ts'
import { diffKitRoute } from './diff-kit.route.ts'
import { editOrganizationRoute } from './edit-organization.route.ts'
import { listOrganizationsRoute } from './list-organizations.route.ts'
import { previewOrganizationRoute } from './preview-organization.route.ts'
import { previewRegistrationRoute } from './preview-registration.route.ts'
import { registerOrganizationRoute } from './register-organization.route.ts'
import { removeOrganizationRoute } from './remove-organization.route.ts'
import { renderKitRoute } from './render-kit.route.ts'
import { revealExternalIdRoute } from './reveal-external-id.route.ts'
import { showKitRoute } from './show-kit.route.ts'
import { showOrganizationRoute } from './show-organization.route.ts'
import { showTreeRoute } from './show-tree.route.ts'
import { testOrganizationRoute } from './test-organization.route.ts'
import { testRegistrationRoute } from './test-registration.route.ts'

const routes = [
  diffKitRoute,
  editOrganizationRoute,
  listOrganizationsRoute,
  previewOrganizationRoute,
  previewRegistrationRoute,
  registerOrganizationRoute,
  removeOrganizationRoute,
  renderKitRoute,
  revealExternalIdRoute,
  showKitRoute,
  showOrganizationRoute,
  showTreeRoute,
  testOrganizationRoute,
  testRegistrationRoute,
] as const

const reader: Actor = { kind: 'token', id: 'token:reader', permissions: new Set(rolePermissions['read-only']) }
const actors: ReadonlyMap<string, Actor> = new Map([
  ['Bearer operator', operator],
  ['Bearer reader', reader],
])

let database: TestDatabase
let jobs: Jobs<never>
let world: OrganizationWorld
let app: FastifyInstance
const logged: string[] = []

before(async () => {
  database = await createTestDatabase()
  jobs = await createJobs<never>({ url: database.url, jobs: [syncOrganizationJob], supervise: false })
  world = openOrganizationWorld(estateWorld)
  const deps = { ...world, db: database.db, jobs }
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
  await jobs.stop()
  await database.close()
})

type Reply = { readonly status: number; readonly body: unknown; readonly text: string; readonly etag: string | undefined }

async function send(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  options: { readonly body?: unknown; readonly as?: string; readonly headers?: Record<string, string> } = {},
): Promise<Reply> {
  const request: InjectOptions = {
    method,
    url: path,
    headers: { ...(options.as !== 'nobody' && { authorization: `Bearer ${options.as ?? 'operator'}` }), ...options.headers },
  }
  const reply = await app.inject({ ...request, ...(options.body !== undefined && { payload: options.body as object }) })
  const etag = reply.headers['etag']
  return {
    status: reply.statusCode,
    text: reply.body,
    body: reply.body === '' ? {} : (JSON.parse(reply.body) as unknown),
    etag: typeof etag === 'string' ? etag : undefined,
  }
}
/** A member of an untyped body, by its path. */
function pick(body: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], body)
}
const org = () => `/v1/organizations/${world.facts.organizationId}`

test('every route of organizations refuses nobody with 401 and a reader with 403 where it writes [ORG-2]', async () => {
  for (const { method, path, permission } of routes) {
    const url = path.replace(':org', world.facts.organizationId!) + (path.endsWith('changes') ? '?from=0' : '')
    const call = { body: method === 'POST' || method === 'PATCH' ? {} : undefined }
    assert.equal((await send(method as 'GET', url, { ...call, as: 'nobody' })).status, 401, `${method} ${path}`)
    const asReader = await send(method as 'GET', url, { ...call, as: 'reader' })
    if (!reader.permissions.has(permission)) assert.equal(asReader.status, 403, `${method} ${path}`)
    else assert.notEqual(asReader.status, 403, `${method} ${path}`)
  }
})

test('400 names every field at fault, with value and rule, and hides secrets [ORG-18]', async () => {
  const { status, body, text } = await send('POST', '/v1/organizations', {
    body: {
      credentials: {
        organizationRole: { arn: 'arn:aw:iam::123456789012:role/X', sessionName: 'x', externalId: 'CANARY SECRET' },
        memberRole: { name: 42, sessionName: 'reeve' },
      },
      excludePrefixes: [''],
      misspelt: true,
    },
  })
  assert.equal(status, 400)
  const fields = (pick(body, 'errors') as { field: string }[]).map(({ field }) => field).toSorted()
  assert.deepEqual(fields, [
    'credentials.memberRole.name',
    'credentials.organizationRole.arn',
    'credentials.organizationRole.externalId',
    'credentials.organizationRole.sessionName',
    'excludePrefixes[0]',
    'misspelt',
  ])
  assert.ok(!text.includes('CANARY'))
})

test('422 tells which step refused and what to do', async () => {
  const form = formFor(world)
  const wrong = {
    credentials: { ...form.credentials, organizationRole: { ...form.credentials.organizationRole, externalId: 'wrong-one' } },
  }
  const { status, body } = await send('POST', '/v1/organizations', { body: wrong })
  assert.deepEqual([status, pick(body, 'code')], [422, 'organization_role_not_assumed'])
  assert.equal((await send('GET', org())).status, 404)
})

test('200 for a test and a preview of an unsaved form', async () => {
  const tested = await send('POST', '/v1/organizations/test', { body: formFor(world) })
  assert.deepEqual([tested.status, pick(tested.body, 'isRegistrable')], [200, true])
  const previewed = await send('POST', '/v1/organizations/preview', { body: formFor(world, { excludePrefixes: ['nothing-begins-so'] }) })
  assert.deepEqual([previewed.status, pick(previewed.body, 'counts', 'excluded_prefix')], [200, 0])
})

test('201 registers, 409 refuses a second time, and the list and the item show it without secrets [ORG-5, ORG-22, ORG-26]', async () => {
  const { status, body, text } = await send('POST', '/v1/organizations', { body: formFor(world, { nickname: 'any' }) })
  assert.equal(status, 201, text)
  assert.equal(pick(body, 'organization', 'organizationId'), world.facts.organizationId)
  assert.equal(
    pick(body, 'organization', 'credentials', 'memberRole', 'exampleArn'),
    `arn:aws:iam::${world.facts.managementAccountId}:role/${world.facts.memberRoleName}`,
  )
  const again = await send('POST', '/v1/organizations', { body: formFor(world) })
  assert.deepEqual([again.status, pick(again.body, 'code')], [409, 'organization_already_registered'])
  const list = await send('GET', '/v1/organizations')
  assert.deepEqual(
    (pick(list.body, 'items') as { nickname: string }[]).map(({ nickname }) => nickname),
    ['any'],
  )
  assert.deepEqual((await send('GET', '/v1/organizations/any')).body, (await send('GET', org())).body)
  for (const reply of [text, again.text, list.text]) assert.ok(!reply.includes(world.facts.externalId!))
})

test('200 edits what is named, 412 refuses an outdated copy, 304 spares an unchanged one', async () => {
  const { etag } = await send('GET', org())
  const edited = await send('PATCH', org(), { body: { excludePrefixes: ['sand'] }, headers: { 'if-match': etag! } })
  assert.deepEqual([edited.status, pick(edited.body, 'organization', 'excludePrefixes')], [200, ['sand']])
  assert.equal((await send('PATCH', org(), { body: { autoBadge: false }, headers: { 'if-match': etag! } })).status, 412)
  assert.equal((await send('GET', org(), { headers: { 'if-none-match': edited.etag! } })).status, 304)
  assert.equal((await send('PATCH', org(), { body: { credentials: {} } })).status, 400)
})

test('409 for a tree and a preview before the first sync', async () => {
  assert.equal(pick((await send('GET', `${org()}/tree`)).body, 'code'), 'organization_tree_unknown')
  assert.equal(pick((await send('POST', `${org()}/preview`, { body: {} })).body, 'code'), 'organization_tree_unknown')
  assert.equal((await send('GET', `${org()}/tree?under=r`)).status, 400)
})

test('a kit is rendered with ExternalIds of its own each time, for the caller that Reeve runs as [CONN-9]', async () => {
  const [one, two] = [await send('POST', '/v1/organizations/kit', { body: {} }), await send('POST', '/v1/organizations/kit', { body: {} })]
  assert.equal(one.status, 200, one.text)
  const ids = [one, two].flatMap(({ body }) => Object.values(pick(body, 'externalIds') as object))
  assert.equal(new Set(ids).size, 4)
  assert.deepEqual(pick(one.body, 'callerArns'), [`arn:aws:iam::${world.facts.managementAccountId}:user/reeve-caller`])
  const parameters = (pick(one.body, 'files') as { name: string; content: string }[]).find(
    ({ name }) => name === 'member-role.parameters.json',
  )
  assert.ok(parameters?.content.includes(String(pick(one.body, 'externalIds', 'memberRole'))))
})

test('400 for a kit with a role name that would break out of a command, or a delegated variant without its account', async () => {
  assert.equal((await send('POST', '/v1/organizations/kit', { body: { memberRoleName: 'a/$(reboot)/b' } })).status, 400)
  assert.equal((await send('POST', '/v1/organizations/kit', { body: { variant: 'delegated_administrator' } })).status, 400)
  assert.equal((await send('POST', '/v1/organizations/kit', { body: { callerArn: 'arn:aws:iam::123456789012:root' } })).status, 400)
})

test('the kit of a registered organization hides the stored ExternalIds, and the diff lists what a newer kit adds', async () => {
  const { status, text, body } = await send('GET', `${org()}/kit`)
  assert.equal(status, 200)
  assert.deepEqual(pick(body, 'externalIds'), { organizationRole: null, memberRole: null })
  assert.ok(!text.includes(world.facts.externalId!))
  // The world's caller lives in the management account, so the trust may name the organization.
  assert.ok(text.includes(`aws:PrincipalOrgID\\": \\"${world.facts.organizationId}`))
  const diff = await send('GET', '/v1/organizations/kit/changes?from=0')
  assert.ok((pick(diff.body, 'added') as unknown[]).length > 15)
  assert.equal((await send('GET', '/v1/organizations/kit/changes?from=x')).status, 400)
})

test('a reveal needs its own permission, and is audited [ORG-24]', async () => {
  assert.equal((await send('POST', `${org()}/reveal-external-id`, { body: {}, as: 'reader' })).status, 403)
  const { status, body } = await send('POST', `${org()}/reveal-external-id`)
  assert.deepEqual([status, pick(body, 'memberRole')], [200, world.facts.externalId])
  const events = await listAuditEvents(database.db, { action: 'organization.external-id.revealed' }, { limit: 10 })
  assert.equal(events.length, 1)
})

test('200 for the doctor, 404 for an organization that is not there', async () => {
  const { status, body } = await send('POST', `${org()}/test`, { body: { sample: 2 } })
  assert.deepEqual([status, pick(body, 'orgRole', 'result')], [200, 'ok'])
  assert.equal((await send('POST', '/v1/organizations/nobody/test', { body: {} })).status, 404)
  assert.equal((await send('POST', `${org()}/test`, { body: { accounts: ['12'] } })).status, 400)
})

test('200 removes and tells the tear-down, 404 afterwards', async () => {
  const { status, body } = await send('DELETE', org())
  assert.equal(status, 200)
  assert.match(String(pick(body, 'tearDown')), /delete-stack-set/)
  assert.equal((await send('GET', org())).status, 404)
  assert.equal((await send('DELETE', org())).status, 404)
})

test('no secret of all these requests stands in the log [ORG-24]', () => {
  const log = logged.join('')
  assert.ok(log.includes('/v1/organizations'), 'the requests were logged')
  for (const secret of [world.facts.externalId!, world.facts.secretAccessKey!, 'CANARY', 'wrong-one'])
    assert.ok(!log.includes(secret), secret)
})
