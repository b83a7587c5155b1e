import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { allPermissions } from '#platform/auth/role-catalogue.ts'
import { ensureSignInSecret } from '#platform/auth/sign-in-settings.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createServer } from '#platform/http/server.ts'
import { createJobs } from '#platform/jobs/jobs.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { openConnectionWorld } from '#test/support/connection-world.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { openHttpReceiver } from '#test/support/http-receiver.ts'
import { openMailServer } from '#test/support/mail-server.ts'
import { startOidcIssuer } from '#test/support/oidc-issuer.ts'
import { insertOrganization } from '#test/support/estate-rows.ts'
import { doorOf, formFor } from '#test/support/organization-world.ts'
import { loadConfig } from './config.ts'
import { createDependencies, type Dependencies } from './dependencies.ts'
import { jobs as declaredJobs } from './jobs.gen.ts'
import { routes } from './routes.gen.ts'

/** Writes by method that only compute an answer. That they change nothing is proved below, not believed. */
const computes: ReadonlySet<string> = new Set([
  'POST /v1/system/doctor',
  'POST /v1/audit/verify',
  'POST /v1/accounts/prepare',
  'POST /v1/accounts/test',
  'POST /v1/organizations/kit',
  'POST /v1/organizations/preview',
  'POST /v1/organizations/test',
  'POST /v1/organizations/:org/preview',
  'POST /v1/guardrails/:guardrail/render',
  'POST /v1/organizations/:org/what-if',
  'POST /v1/organizations/:org/perimeter-matrix',
  'POST /v1/policies/explain',
  'POST /v1/policies/lint',
  'POST /v1/notifications/channels/:channel/preview',
  'POST /v1/identity-providers/test',
  'POST /scim/v2/.search',
  'POST /scim/v2/Users/.search',
  'POST /scim/v2/Groups/.search',
])

const directory = mkdtempSync(join(tmpdir(), 'reeve-complete-'))
const database = await createTestDatabase({ connectionsMax: 10 })
const { db } = database
const world = openConnectionWorld()
const receiver = await openHttpReceiver()
const mail = await openMailServer()
const issuer = await startOidcIssuer({
  clientId: 'reeve',
  clientSecret: 'a client secret',
  redirectUri: 'http://reeve.test/api/auth/callback/dex',
})
const queue = await createJobs<Dependencies>({ url: database.url, jobs: declaredJobs, supervise: false })
const metrics = createMetrics()
const config = loadConfig({
  REEVE_DATA_DIR: directory,
  REEVE_OUTGOING_ALLOW: '127.0.0.0/8',
  REEVE_ALLOW_STORED_KEYS: 'true',
  HOME: directory,
})
const made = createDependencies(config, {
  baseUrl: () => 'http://reeve.test',
  db,
  databaseUrl: database.url,
  jobs: queue,
  keyRing: openKeyRing({ kind: 'directory', directory: join(directory, 'keys') }),
  log: silentLog,
  metrics,
})
/** Reeve's own caller, until a route needs an administrator. */
const caller = { door: world.door }
const deps: Dependencies = {
  ...made,
  get door() {
    return caller.door
  },
}
const adminId = crypto.randomUUID()
const admin: Actor = { kind: 'person', id: `user:${adminId}`, permissions: new Set(allPermissions) }
const directoryActor: Actor = { kind: 'token', id: 'scim:entra', permissions: new Set(allPermissions) }
const mounted = routes as unknown as readonly Route<Dependencies>[]
const server = await createServer<Dependencies>({
  routes: mounted,
  deps,
  authenticate: async ({ authorization }) => (authorization === 'scim' ? directoryActor : admin),
  log: silentLog,
  metrics,
  version: '0.0.0',
  newId: () => crypto.randomUUID(),
  readiness: async () => ({ isReady: true, checks: {} }),
})
after(async () => {
  await server.close()
  await queue.stop()
  made.door.close()
  await made.denials.close()
  await Promise.all([receiver.close(), mail.close(), issuer.close()])
  await database.close()
  rmSync(directory, { recursive: true })
})

/** Caches, counters and what jobs keep for themselves: no state that anybody changes by asking. */
const bookkeeping = [
  'audit_event',
  'lease',
  'bucket',
  'denial',
  'policy_verification',
  'scoped_set',
  'migration',
  'sealing_key',
  'estate_revision',
]

/** From here on every row that is written tells by which transaction, and the trail can be made to refuse. */
await sql
  .raw(`
  create schema completeness;
  create table completeness.test_written (tx xid8, place text);
  create table completeness.test_refusal (is_on boolean);
  create function completeness.test_note() returns trigger language plpgsql as $$ begin
    insert into completeness.test_written values (pg_current_xact_id(), tg_table_name); return null; end $$;
  create function completeness.test_refuse() returns trigger language plpgsql as $$ begin
    if exists (select 1 from completeness.test_refusal) then raise exception 'the trail is full'; end if;
    insert into completeness.test_written values (pg_current_xact_id(), 'audit_event'); return new; end $$;
  create trigger test_refuse before insert on public.audit_event for each row execute function completeness.test_refuse();
  do $$ declare t text; begin
    for t in select tablename from pg_tables where schemaname = 'public' and tablename <> all (array[${bookkeeping.map((name) => `'${name}'`).join(',')}]) loop
      execute format('create trigger test_note after insert or update or delete on public.%I for each row execute function completeness.test_note()', t);
    end loop; end $$;`)
  .execute(db)

type Ask = { readonly url: string; readonly payload?: object; readonly isDirectory?: boolean }
type Reply = { readonly status: number; readonly body: Record<string, unknown>; readonly requestId: string }

async function ask(method: string, { url, payload, isDirectory }: Ask): Promise<Reply> {
  const requestId = `request-${crypto.randomUUID()}`
  const reply = await server.inject({
    method: method as 'POST',
    url,
    remoteAddress: '203.0.113.7',
    headers: {
      'x-request-id': requestId,
      'user-agent': 'completeness/1.0',
      ...(isDirectory === true ? { authorization: 'scim' } : {}),
      ...(isDirectory === true && payload !== undefined ? { 'content-type': 'application/scim+json' } : {}),
    },
    ...(payload === undefined ? {} : { payload: isDirectory === true ? JSON.stringify(payload) : payload }),
  })
  return {
    status: reply.statusCode,
    body: reply.body.startsWith('{') ? reply.json<Record<string, unknown>>() : { text: reply.body },
    requestId,
  }
}

const written = async () =>
  (await sql<{ tx: string; place: string }>`select tx::text, place from completeness.test_written`.execute(db)).rows
const forget = () => sql`truncate completeness.test_written, completeness.test_refusal`.execute(db)

/** The write, refused by the trail, leaves nothing behind; the write itself leaves an event that says all, with whatever else it wrote. */
async function prove(key: string, asked: Ask): Promise<Reply> {
  const [method = ''] = key.split(' ')
  await forget()
  await sql`insert into completeness.test_refusal values (true)`.execute(db)
  const refused = await ask(method, asked)
  assert.ok(
    refused.status >= 500,
    `${key} does not mind that its event cannot be written: ${refused.status} ${JSON.stringify(refused.body)}`,
  )
  assert.deepEqual(await written(), [], `${key} left something behind without an event`)
  await forget()
  const reply = await ask(method, asked)
  assert.ok(reply.status < 300, `${key}: ${reply.status} ${JSON.stringify(reply.body)}`)
  const rows = await written()
  const told = new Set(rows.filter(({ place }) => place === 'audit_event').map(({ tx }) => tx))
  // What became of a message that the event tells of is a log of its own.
  const untold = rows.filter(({ tx, place }) => !told.has(tx) && place !== 'notification_delivery')
  assert.deepEqual(untold, [], `${key} wrote in a transaction without an event`)
  const events = await db.selectFrom('audit_event').selectAll().where('request_id', '=', reply.requestId).execute()
  assert.ok(events.length > 0, `${key} left no event that names its request`)
  for (const event of events) {
    const who = asked.isDirectory === true ? directoryActor.id : admin.id
    assert.deepEqual(
      [event.actor, event.source, event.user_agent],
      [who, '203.0.113.7', 'completeness/1.0'],
      `${key}: ${JSON.stringify(event)}`,
    )
    assert.ok(['done', 'failed'].includes(event.result), key)
  }
  return reply
}

const proved = new Set<string>()
/** What a look at AWS found, as a sync would have found it: states of accounts, and nothing that anybody chose. */
const observed: ReadonlySet<string> = new Set([
  'account',
  'account_observation',
  'account_connection',
  'estate_event',
  'notification_outbox',
])
async function observe(key: string, asked: Ask): Promise<void> {
  await forget()
  const reply = await ask(key.split(' ')[0] ?? '', asked)
  assert.ok(reply.status < 300, `${key}: ${reply.status} ${JSON.stringify(reply.body)}`)
  assert.deepEqual(
    (await written()).filter(({ place }) => !observed.has(place)),
    [],
    key,
  )
  proved.add(key)
}

const replies = new Map<string, Reply>()
const idOf = (key: string, name = 'id') => String(replies.get(key)?.body[name])
async function give(key: string, asked: Ask, as = key): Promise<void> {
  replies.set(as, await prove(key, asked))
  proved.add(key)
}

await ensureSignInSecret(db, deps)
const single = world.singles[0]!
const other = world.singles[1]!
const day = 86_400_000
const personId = crypto.randomUUID()
const leaverId = crypto.randomUUID()
for (const [id, name] of [
  [adminId, 'Admin'],
  [personId, 'Pat'],
  [leaverId, 'Lee'],
] as const)
  await db
    .insertInto('person')
    .values({ id, name, email: `${name.toLowerCase()}@example.com`, email_verified: false, created_at: new Date(), updated_at: new Date() })
    .execute()
await db
  .insertInto('role_binding')
  .values({ id: crypto.randomUUID(), person_id: adminId, role: 'domain-admin', scope: null, created_at: new Date(), created_by: 'test' })
  .execute()
await db
  .insertInto('person_credential')
  .values(
    [adminId, personId].map((id) => ({
      person_id: id,
      provider_id: 'credential',
      account_id: id,
      password: 'none',
      created_at: new Date(),
      updated_at: new Date(),
    })),
  )
  .execute()
const session = async (person: string) =>
  (
    await db
      .insertInto('person_session')
      .values({ token: crypto.randomUUID(), person_id: person, expires_at: new Date(Date.now() + day) })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

test('every write of the estate leaves who, from where, with what and by which request, in its own transaction or not at all', async () => {
  await give('POST /v1/accounts', {
    url: '/v1/accounts',
    payload: { credentials: { role: { arn: single.roleArn, externalId: single.externalId } } },
  })
  await give('POST /v1/accounts', {
    url: '/v1/accounts',
    payload: { credentials: { role: { arn: other.roleArn, externalId: other.externalId } } },
  })
  const account = `/v1/accounts/${single.accountId}`
  await give('PATCH /v1/accounts/:accountId/connection', { url: `${account}/connection`, payload: { name: 'Another name' } })
  await observe('POST /v1/accounts/:accountId/test', { url: `${account}/test`, payload: {} })
  await give('POST /v1/accounts/:accountId/reveal-external-id', { url: `${account}/reveal-external-id` })
  await give('POST /v1/accounts/:accountId/ignore', {
    url: `${account}/ignore`,
    payload: { reason: 'quiet', until: new Date(Date.now() + day).toISOString() },
  })
  await give('POST /v1/accounts/:accountId/unignore', { url: `${account}/unignore` })
  await give('PUT /v1/accounts/:accountId/badges/:key', { url: `${account}/badges/team`, payload: { value: 'blue' } })
  await give('DELETE /v1/accounts/:accountId/badges/:key', { url: `${account}/badges/team` })
  await give('DELETE /v1/accounts/:accountId', { url: `/v1/accounts/${other.accountId}` })
  await give('POST /v1/organizations', { url: '/v1/organizations', payload: formFor(world) })
  const registered = replies.get('POST /v1/organizations')?.body['organization'] as { readonly organizationId: string } | undefined
  const organization = `/v1/organizations/${registered?.organizationId}`
  const uid = (await db.selectFrom('organization').select('id').executeTakeFirstOrThrow()).id
  await give('PATCH /v1/organizations/:org', { url: organization, payload: { nickname: 'Sports' } })
  await give('POST /v1/organizations/:org/reveal-external-id', { url: `${organization}/reveal-external-id` })
  await give('POST /v1/organizations/:org/sync', { url: `${organization}/sync`, payload: {} })
  await give('POST /v1/badges/stage1', { url: '/v1/badges/stage1', payload: {} })
  await give('POST /v1/badges/stage2', { url: '/v1/badges/stage2', payload: {} })
  await observe('POST /v1/organizations/:org/test', { url: `${organization}/test`, payload: {} })
  const runId = (await db.selectFrom('sync_run').select('id').where('status', '=', 'running').executeTakeFirstOrThrow()).id
  await give('POST /v1/organizations/:org/syncs/:id/cancel', { url: `${organization}/syncs/${runId}/cancel` })
  const attentionId = crypto.randomUUID()
  await sql`insert into attention (id, organization_uid, kind, subject_id, detail, raised_at)
    values (${attentionId}, ${uid}, 'account_suspended', '1', 'x', now())`.execute(db)
  await give('POST /v1/organizations/:org/attention/:id/resolve', { url: `${organization}/attention/${attentionId}/resolve` })
  const { rows: jobs } = await sql<{ id: string }>`select id from pgboss.job where state = 'created' limit 1`.execute(db)
  await give('POST /v1/jobs/:id/cancel', { url: `/v1/jobs/${jobs[0]!.id}/cancel`, payload: {} })
  await give('POST /v1/jobs/:id/retry', { url: `/v1/jobs/${jobs[0]!.id}/retry`, payload: {} })
  await sql`update sync_run set status = 'cancelled', finished_at = now()`.execute(db)
  await give('DELETE /v1/organizations/:org', { url: organization })
})

test('every write about people does', async () => {
  const me = '/v1/me'
  await give('POST /v1/people/invitations', { url: '/v1/people/invitations', payload: { role: 'viewer' } })
  await give('DELETE /v1/people/invitations/:invitation', { url: `/v1/people/invitations/${idOf('POST /v1/people/invitations')}` })
  await give('PUT /v1/people/:person/roles', { url: `/v1/people/${personId}/roles`, payload: { roles: [{ role: 'viewer', scope: null }] } })
  await give('POST /v1/people/:person/reset-link', { url: `/v1/people/${personId}/reset-link`, payload: {} })
  await session(personId)
  await give('DELETE /v1/people/:person/sessions', { url: `/v1/people/${personId}/sessions` })
  await give('DELETE /v1/me/sessions/:session', { url: `${me}/sessions/${await session(adminId)}` })
  await give('POST /v1/me/sign-in-codes', { url: `${me}/sign-in-codes`, payload: {} })
  await give('PATCH /v1/people/:person', { url: `/v1/people/${personId}`, payload: { disabled: true } })
  await give('DELETE /v1/people/:person', { url: `/v1/people/${leaverId}` })
  await give('PUT /v1/roles/:role', { url: '/v1/roles/reader', payload: { description: 'Reads', permissions: ['accounts:read'] } })
  await give('DELETE /v1/roles/:role', { url: '/v1/roles/reader' })
  await give('POST /v1/tokens', { url: '/v1/tokens', payload: { name: 'ci', role: 'viewer' } })
  await give('DELETE /v1/tokens/:token', { url: `/v1/tokens/${idOf('POST /v1/tokens')}` })
  const provider = {
    name: 'Dex',
    issuer: issuer.issuer,
    clientId: 'reeve',
    clientSecret: 'a client secret',
    grants: [{ claim: 'groups', value: 'a', role: 'viewer' }],
  }
  await give('PUT /v1/identity-providers/:provider', { url: '/v1/identity-providers/dex', payload: provider })
  await give('PUT /v1/sign-in-settings', { url: '/v1/sign-in-settings', payload: { passwordEnabled: true, breakGlassPersonId: adminId } })
  await give('DELETE /v1/identity-providers/:provider', { url: '/v1/identity-providers/dex' })
})

test('every write of a directory does', async () => {
  const entra = '/v1/scim-connections/entra'
  await give('PUT /v1/scim-connections/:connection', { url: entra, payload: { name: 'Entra' } })
  await give('POST /v1/scim-connections/:connection/tokens', { url: `${entra}/tokens`, payload: {} })
  const user = (name: string) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: name,
    displayName: name,
    active: true,
    emails: [{ value: name, primary: true }],
  })
  const scim = (key: string, url: string, payload?: object) =>
    give(key, { url: `/scim/v2${url}`, isDirectory: true, ...(payload === undefined ? {} : { payload }) })
  const patch = (path: string, value: unknown) => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path, value }],
  })
  await scim('POST /scim/v2/Users', '/Users', user('una@example.com'))
  const userUrl = `/Users/${idOf('POST /scim/v2/Users')}`
  await scim('PUT /scim/v2/Users/:id', userUrl, { ...user('una@example.com'), displayName: 'Una' })
  await scim('PATCH /scim/v2/Users/:id', userUrl, patch('active', false))
  const group = (name: string) => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: name })
  await scim('POST /scim/v2/Groups', '/Groups', group('admins'))
  const groupUrl = `/Groups/${idOf('POST /scim/v2/Groups')}`
  await scim('PUT /scim/v2/Groups/:id', groupUrl, group('operators'))
  await scim('PATCH /scim/v2/Groups/:id', groupUrl, patch('displayName', 'viewers'))
  await scim('DELETE /scim/v2/Groups/:id', groupUrl)
  await scim('DELETE /scim/v2/Users/:id', userUrl)
  await give('DELETE /v1/scim-connections/:connection/tokens/:token', {
    url: `${entra}/tokens/${idOf('POST /v1/scim-connections/:connection/tokens')}`,
  })
  await give('DELETE /v1/scim-connections/:connection', { url: entra })
})

test('every write of notifications, audit and the installation does', async () => {
  const channels = '/v1/notifications/channels'
  await give('POST /v1/notifications/channels', { url: channels, payload: { name: 'hook', webhook: { url: receiver.url } } })
  await give('PATCH /v1/notifications/channels/:channel', { url: `${channels}/hook`, payload: { isEnabled: false } })
  receiver.answer({ status: 500 })
  await give('POST /v1/notifications/channels/:channel/test', { url: `${channels}/hook/test`, payload: {} })
  const { rows } = await sql<{ id: string }>`select id from notification_delivery where state = 'dead'`.execute(db)
  await give('POST /v1/notifications/deliveries/:delivery/retry', { url: `/v1/notifications/deliveries/${rows[0]!.id}/retry` })
  receiver.answer({ status: 200 })
  await give('DELETE /v1/notifications/channels/:channel', { url: `${channels}/hook` })
  const smtp = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'reeve@example.com' }
  await give('PUT /v1/system-mail', { url: '/v1/system-mail', payload: smtp })
  await give('POST /v1/system-mail/test', { url: '/v1/system-mail/test', payload: { to: 'a@example.com' } })
  await give('DELETE /v1/system-mail', { url: '/v1/system-mail' })
  const sinks = '/v1/audit/sinks'
  await give('POST /v1/audit/sinks', { url: sinks, payload: { name: 'siem', https: { url: receiver.url } } })
  await give('PATCH /v1/audit/sinks/:sink', { url: `${sinks}/siem`, payload: { isEnabled: false } })
  await give('POST /v1/audit/sinks/:sink/test', { url: `${sinks}/siem/test`, payload: {} })
  await give('DELETE /v1/audit/sinks/:sink', { url: `${sinks}/siem` })
  await give('PUT /v1/audit/retention', { url: '/v1/audit/retention', payload: { items: [{ pattern: 'sign_in.*', days: 90 }] } })
  await give('POST /v1/backups', { url: '/v1/backups', payload: {} })
  await give('POST /v1/backups/verify', { url: '/v1/backups/verify', payload: { file: idOf('POST /v1/backups', 'file') } })
  const { adminAccessKeyId: accessKeyId, adminSecretAccessKey: secretAccessKey } = world.facts
  caller.door = doorOf(world.simulation, { accessKeyId, secretAccessKey })
  await give('POST /v1/policies/verifications', { url: '/v1/policies/verifications', payload: { samples: 1, seed: 1 } })
  await give('POST /v1/keys/rotate', { url: '/v1/keys/rotate' })
})

test('what only computes an answer writes nothing', async () => {
  await insertOrganization(db, { organization_id: 'o-zzzzzzzzzz' })
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] })
  const bodies: Readonly<Record<string, object>> = {
    '/v1/policies/lint': { document },
    '/v1/guardrails/:guardrail/render': { params: {} },
    '/v1/organizations/:org/perimeter-matrix': { document, level: 'organization' },
    '/v1/organizations/preview': formFor(world),
    '/v1/organizations/test': formFor(world),
    '/v1/accounts/test': { credentials: { role: { arn: other.roleArn, externalId: other.externalId } } },
    '/v1/identity-providers/test': { issuer: issuer.issuer },
  }
  for (const key of computes) {
    const [method = '', path = ''] = key.split(' ')
    await forget()
    const url = path.replace(':org', 'o-zzzzzzzzzz').replace(':guardrail', 'deny-leave-organization').replace(':channel', 'x')
    const { status } = await ask(method, { url, payload: bodies[path] ?? {}, isDirectory: path.startsWith('/scim') })
    assert.ok(status < 500, `${key}: ${status}`)
    assert.deepEqual(await written(), [], key)
  }
})

test('no write route is left out of the proofs above', () => {
  const writes = mounted.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(
    writes.filter((key) => !computes.has(key) && !proved.has(key)),
    [],
  )
})
