import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { AppError } from '#lib/app-error.ts'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { createJobs, type Jobs } from '#platform/jobs/jobs.ts'
import { addRole } from '#sim/iam/state.ts'
import { findOrganizationOf } from '#sim/organizations/state.ts'
import { anycompanyWorld } from '#sim/worlds/anycompany.world.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'

import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { doorOf, formFor, openOrganizationWorld, operator, type OrganizationWorld } from '#test/support/organization-world.ts'
import { editOrganization } from './edit-organization.ts'
import { syncOrganizationJob } from './jobs/sync-organization.job.ts'
import { findOrganizationByRef, listOrganizations } from './queries.ts'
import { registerOrganization } from './register-organization.ts'
import { removeOrganization } from './remove-organization.ts'
import { revealExternalIds } from './reveal-external-ids.ts'
import { memberSessionTarget, orgSessionTarget } from './target.ts'
import { testRegistration } from './test-registration.ts'

let database: TestDatabase
let jobs: Jobs<never>
let world: OrganizationWorld
const signal = new AbortController().signal

before(async () => {
  database = await createTestDatabase()
  jobs = await createJobs<never>({ url: database.url, jobs: [syncOrganizationJob], supervise: false })
})
after(async () => {
  await jobs.stop()
  await database.close()
})
beforeEach(async () => {
  await sql`truncate organization, account cascade`.execute(database.db)
  await sql`delete from pgboss.job`.execute(database.db)
  world = openOrganizationWorld(estateWorld)
})

function deps() {
  return { ...world, db: database.db, jobs }
}
function register(input: unknown = formFor(world), given: Partial<ReturnType<typeof deps>> = {}) {
  return registerOrganization({ ...deps(), ...given }, operator, { input, signal, requestId: 'req-1' })
}
function edit(input: unknown, given: { readonly ifMatch?: string } = {}) {
  return editOrganization(deps(), operator, { ref: world.facts.organizationId!, input, signal, ...given })
}
async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected a refusal, got ${String(error)}`, { cause: error })
}
async function queuedSyncs(): Promise<unknown[]> {
  const { rows } = await sql<{ data: unknown }>`select data from pgboss.job where name = 'organizations.sync-organization'`.execute(
    database.db,
  )
  return rows.map(({ data }) => data)
}
async function addAccount(accountId: string, organizationUid: string | null, inclusion = 'imported') {
  await database.db
    .insertInto('account')
    .values({
      id: world.newId(),
      account_id: accountId,
      partition: 'aws',
      organization_uid: organizationUid,
      name: `n-${accountId}`,
      state: 'ACTIVE',
      inclusion: inclusion as 'imported',
      first_seen_at: new Date(),
      updated_at: new Date(),
    })
    .execute()
}
/** Everything that Reeve has stored, as text: whatever is in the clear shows here. */
async function everythingStored(): Promise<string> {
  const tables = await sql<{
    name: string
  }>`select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`.execute(
    database.db,
  )
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(database.db)
    texts.push(...rows.map(({ text }) => text))
  }
  return texts.join('\n')
}

test('a registration is stored with its settings, an audit event and its first sync, all at once [ORG-2, ORG-21]', async () => {
  const input = formFor(world, { nickname: 'Any Company', excludePrefixes: ['sandbox-'], autoRemoveSuspended: true, autoBadge: false })
  const { organization, warnings, syncJobId } = await register(input)
  assert.deepEqual(warnings, [])
  const stored = await findOrganizationByRef(database.db, 'Any Company')
  assert.deepEqual(stored, organization)
  assert.equal(stored?.organizationId, world.facts.organizationId)
  assert.deepEqual([stored?.excludePrefixes, stored?.autoRemove, stored?.autoBadge, stored?.version], [['sandbox-'], true, false, 1])
  assert.equal(stored?.validation.actions.length, 15)
  assert.ok(syncJobId !== null)
  assert.deepEqual(await queuedSyncs(), [{ organizationUid: organization.uid, trigger: 'registration', requestedBy: 'os:1000' }])
  const [event] = await listAuditEvents(database.db, { subject: `organization:${organization.organizationId}` }, { limit: 1 })
  assert.deepEqual([event?.action, event?.actor, event?.requestId], ['organization.registered', 'os:1000', 'req-1'])
})

test('the same organization is refused a second time [ORG-5]', async () => {
  await register()
  const error = await refusal(register(formFor(world, { nickname: 'again' })))
  assert.deepEqual([error.code, error.status], ['organization_already_registered', 409])
  assert.equal((await listOrganizations(database.db)).length, 1)
})

test('of two simultaneous registrations of one organization exactly one is stored [ORG-5]', async () => {
  const results = await Promise.allSettled([register(), register(), register()])
  const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => (reason as AppError).code)
  assert.deepEqual(refused, ['organization_already_registered', 'organization_already_registered'])
  assert.equal((await listOrganizations(database.db)).length, 1)
  assert.equal((await queuedSyncs()).length, 1)
})

test('several organizations may be registered, each under a nickname of its own [ORG-4]', async () => {
  await register(formFor(world, { nickname: 'one' }))
  const other = openOrganizationWorld(anycompanyWorld, {}, { seed: 99 })
  const second = { ...other, db: database.db, jobs }
  const taken = await refusal(registerOrganization(second, operator, { input: formFor(other, { nickname: 'one' }), signal }))
  assert.deepEqual([taken.code, taken.fields[0]?.field], ['organization_nickname_taken', 'nickname'])
  await registerOrganization(second, operator, { input: formFor(other, { nickname: 'two' }), signal })
  assert.deepEqual(
    (await listOrganizations(database.db)).map(({ nickname }) => nickname),
    ['one', 'two'],
  )
})

test('whatever check fails, nothing is stored and nothing is queued [ORG-18]', async () => {
  const form = formFor(world)
  const wrong = [
    { ...form, nickname: '/' },
    { credentials: { ...form.credentials, organizationRole: { ...form.credentials.organizationRole, externalId: 'wrong' } } },
    {
      credentials: {
        ...form.credentials,
        organizationRole: { ...form.credentials.organizationRole, arn: 'arn:aws:iam::999999999999:role/None' },
      },
    },
  ]
  for (const input of wrong) await refusal(register(input))
  world.simulation.breakBy({ seed: 1, rules: [{ service: 'organizations', effect: 'internal_error' }] })
  await refusal(register())
  assert.deepEqual(await listOrganizations(database.db), [])
  assert.deepEqual(await queuedSyncs(), [])
})

test('a duration above an hour is refused when the caller turns out to be a role, and allowed for a user [ROLE-9, ROLE-10]', async () => {
  const form = formFor(world)
  const input = { credentials: { ...form.credentials, organizationRole: { ...form.credentials.organizationRole, durationSeconds: 7200 } } }
  const caller = addRole(world.simulation.aws, world.facts.managementAccountId, {
    name: 'reeve-server',
    trust: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${world.facts.managementAccountId}:root` }, Action: 'sts:AssumeRole' },
      ],
    },
    inline: { all: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
    createdAt: 0,
  })
  const asAdmin = doorOf(world.simulation, { accessKeyId: world.facts.adminAccessKeyId, secretAccessKey: world.facts.adminSecretAccessKey })
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts')
  const sts = new STSClient({
    region: 'us-east-1',
    requestHandler: world.simulation.requestHandler(),
    credentials: { accessKeyId: world.facts.adminAccessKeyId!, secretAccessKey: world.facts.adminSecretAccessKey! },
  })
  const { Credentials: session } = await sts.send(new AssumeRoleCommand({ RoleArn: caller.arn, RoleSessionName: 'server' }))
  const asRole = doorOf(world.simulation, {
    accessKeyId: session!.AccessKeyId!,
    secretAccessKey: session!.SecretAccessKey!,
    sessionToken: session!.SessionToken!,
  })
  asAdmin.close()

  const error = await refusal(register(input, { door: asRole }))
  assert.equal(error.code, 'organization_invalid')
  assert.deepEqual(
    error.fields.map(({ field }) => field),
    ['credentials.organizationRole.durationSeconds'],
  )
  assert.match(error.message, /caller is itself a role.*role chaining/)
  assert.equal((await register(input)).organization.orgRole.durationSeconds, 7200)
})

test('secrets are sealed at rest and appear in no row, audit event, job, reply or error [ORG-24, ORG-26]', async () => {
  const canary = world.facts.externalId!
  const registration = await register()
  const rows = await everythingStored()
  assert.ok(rows.includes(registration.organization.organizationId), 'the search does see what is stored')
  assert.ok(!rows.includes(canary))
  const form = formFor(world)
  const failed = await refusal(
    register({ credentials: { ...form.credentials, memberRole: { ...form.credentials.memberRole, externalId: 'CANARY-1 !' } } }),
  )
  assert.ok(!JSON.stringify([registration, failed, failed.message, failed.fields, failed.internal]).includes(canary))
  assert.ok(!JSON.stringify([failed.message, failed.fields]).includes('CANARY'))
})

test('the stored secrets open into the targets of both planes, and into no other row', async () => {
  const { organization } = await register()
  const org = orgSessionTarget(organization, world.sealer)
  const member = memberSessionTarget(organization, '123456789012', world.sealer)
  assert.deepEqual(
    [org.role?.externalId, org.expectedAccountId, org.organizationId],
    [world.facts.externalId, world.facts.managementAccountId, world.facts.organizationId],
  )
  assert.deepEqual(
    [member.role?.externalId, member.role?.roleArn, member.expectedAccountId],
    [world.facts.externalId, `arn:aws:iam::123456789012:role/${world.facts.memberRoleName}`, '123456789012'],
  )
  assert.throws(() => orgSessionTarget({ ...organization, uid: world.newId() }, world.sealer))
})

test('the warning before adoption names the singly connected accounts that belong to the organization [ORG-16, ORG-17]', async () => {
  const members = [...findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)!.members.keys()].slice(1, 3)
  for (const accountId of [...members, '999999999999']) await addAccount(accountId, null)
  const report = await testRegistration(deps(), operator, { input: formFor(world), signal })
  const warning = report.warnings.find(({ code }) => code === 'adopts_accounts')
  assert.match(warning?.message ?? '', /^2 accounts.*credentials will be replaced.*no longer be seen/)
  for (const accountId of members) assert.ok(warning?.message.includes(accountId))
  assert.ok(!warning?.message.includes('999999999999'))
  assert.ok((await register()).warnings.some(({ code }) => code === 'adopts_accounts'))
})

test('"test only" tells what a registration would come to and stores nothing [ORG-18]', async () => {
  const good = await testRegistration(deps(), operator, { input: formFor(world), signal })
  assert.deepEqual(
    [good.isRegistrable, good.failedStep, good.organization?.organizationId, good.actions.length],
    [true, null, world.facts.organizationId, 15],
  )
  const form = formFor(world)
  const bad = await testRegistration(deps(), operator, {
    input: { credentials: { ...form.credentials, organizationRole: { ...form.credentials.organizationRole, externalId: 'wrong' } } },
    signal,
  })
  assert.deepEqual([bad.isRegistrable, bad.failedStep], [false, 'assume_role'])
  assert.deepEqual(await listOrganizations(database.db), [])
  await register()
  const again = await testRegistration(deps(), operator, { input: formFor(world), signal })
  assert.deepEqual([again.isRegistrable, again.failedStep], [false, 'already_registered'])
})

test('an edit of settings keeps the credentials, asks AWS nothing and queues a sync [ORG-26]', async () => {
  const { organization: before } = await register()
  await sql`delete from pgboss.job`.execute(database.db)
  const calls = world.simulation.stats().totalCalls
  const { organization: edited } = await edit({ excludePrefixes: ['x-'], nickname: 'renamed' })
  assert.equal(world.simulation.stats().totalCalls, calls)
  assert.deepEqual([edited.orgRole, edited.memberRole, edited.caller], [before.orgRole, before.memberRole, before.caller])
  assert.deepEqual([edited.excludePrefixes, edited.nickname, edited.version], [['x-'], 'renamed', 2])
  assert.equal((await queuedSyncs()).length, 1)
  const [event] = await listAuditEvents(database.db, { action: 'organization.edited' }, { limit: 1 })
  const versions = event as unknown as { readonly before: { readonly version: number }; readonly after: { readonly version: number } }
  assert.deepEqual([versions.before.version, versions.after.version], [1, 2])
})

test('an edit while a sync is queued or under way says that the sync may come too early for it', async () => {
  await register()
  const { syncJobId, warnings } = await edit({ autoBadge: false })
  assert.deepEqual([syncJobId, warnings.map(({ code }) => code)], [null, ['sync_under_way']])
  await sql`delete from pgboss.job`.execute(database.db)
  const next = await edit({ autoBadge: true })
  assert.deepEqual([next.syncJobId !== null, next.warnings], [true, []])
})

test('an edit of credentials passes the same checks; what fails changes nothing [ORG-25]', async () => {
  const { organization: before } = await register()
  const { credentials } = formFor(world)
  const incomplete = await refusal(edit({ credentials: { caller: credentials.caller, organizationRole: credentials.organizationRole } }))
  assert.equal(incomplete.code, 'organization_invalid')
  const wrong = await refusal(
    edit({ credentials: { ...credentials, organizationRole: { ...credentials.organizationRole, externalId: 'wrong' } } }),
  )
  assert.equal(wrong.code, 'organization_role_not_assumed')
  assert.deepEqual(await findOrganizationByRef(database.db, before.organizationId), before)

  const { organization: edited } = await edit({
    credentials: { ...credentials, memberRole: { ...credentials.memberRole, externalId: null, sessionName: 'other' } },
  })
  assert.deepEqual([edited.memberRole.externalIdSealed, edited.memberRole.sessionName, edited.version], [null, 'other', 2])
})

test('a role that leads to another organization is refused in an edit', async () => {
  await register()
  const other = openOrganizationWorld(anycompanyWorld, {}, { seed: 99 })
  const error = await refusal(
    editOrganization({ ...deps(), door: other.door }, operator, {
      ref: world.facts.organizationId!,
      input: { credentials: formFor(other).credentials },
      signal,
    }),
  )
  assert.deepEqual([error.code, error.status], ['organization_is_another', 409])
  assert.match(error.message, new RegExp(`leads to ${other.facts.organizationId}.*registration is of ${world.facts.organizationId}`))
})

test('an edit made from an outdated copy is refused, and of two at once one wins', async () => {
  await register()
  await edit({ autoBadge: false }, { ifMatch: '1' })
  assert.equal((await refusal(edit({ autoBadge: true }, { ifMatch: '1' }))).status, 412)
  const both = await Promise.allSettled([edit({ nickname: 'a' }, { ifMatch: '2' }), edit({ nickname: 'b' }, { ifMatch: '2' })])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
})

test('a removal detaches the accounts, wipes the secrets, keeps the history and tells the tear-down in AWS', async () => {
  const { organization } = await register()
  await addAccount('111111111111', organization.uid)
  await addAccount('222222222222', organization.uid, 'excluded_prefix')
  await addAccount('333333333333', null)
  const removal = await removeOrganization(deps(), operator, { ref: organization.organizationId })
  assert.equal(removal.accountsDetached, 2)
  assert.match(removal.tearDown, /delete-stack-set --region us-east-1 --stack-set-name reeve-member-role/)
  assert.ok(removal.tearDown.includes(world.facts.managementAccountId))

  const accounts = await database.db
    .selectFrom('account')
    .select(['account_id', 'inclusion', 'status', 'purge_after'])
    .orderBy('account_id')
    .execute()
  assert.deepEqual(
    accounts.map(({ inclusion }) => inclusion),
    ['detached', 'detached', 'imported'],
  )
  assert.equal(accounts[0]?.purge_after?.getTime(), removal.purgeAfter.getTime())
  const row = await database.db.selectFrom('organization').selectAll().where('id', '=', organization.uid).executeTakeFirstOrThrow()
  assert.deepEqual(
    [row.org_external_id_sealed, row.member_external_id_sealed, row.caller_secret_access_key_sealed, row.removed_by],
    [null, null, null, 'os:1000'],
  )
  const events = await database.db
    .selectFrom('estate_event')
    .select(['subject_id', 'kind'])
    .where('organization_uid', '=', organization.uid)
    .orderBy('subject_id')
    .execute()
  assert.deepEqual(events, [
    { subject_id: '111111111111', kind: 'detached' },
    { subject_id: '222222222222', kind: 'detached' },
  ])
  assert.equal(await findOrganizationByRef(database.db, organization.organizationId), undefined)
  assert.equal((await refusal(removeOrganization(deps(), operator, { ref: organization.organizationId }))).status, 404)
})

test('a removed organization can be registered again [ORG-5]', async () => {
  const first = await register(formFor(world, { nickname: 'same' }))
  await removeOrganization(deps(), operator, { ref: 'same' })
  const second = await register(formFor(world, { nickname: 'same' }))
  assert.notEqual(second.organization.uid, first.organization.uid)
})

test('a reveal tells the stored ExternalIds and leaves an audit event without them [ORG-24]', async () => {
  const { organization } = await register()
  const revealed = await revealExternalIds(deps(), operator, { ref: organization.organizationId, requestId: 'req-9' })
  assert.deepEqual(revealed, { organizationRole: world.facts.externalId, memberRole: world.facts.externalId })
  const [event] = await listAuditEvents(database.db, { action: 'organization.external-id.revealed' }, { limit: 1 })
  assert.deepEqual([event?.actor, event?.requestId], ['os:1000', 'req-9'])
  assert.ok(!(await everythingStored()).includes(world.facts.externalId!))
})

test('stored keys work as the caller where they are allowed, and their secret is sealed [ROLE-2, ORG-10, ORG-24]', async () => {
  const { credentials } = formFor(world)
  const caller = { kind: 'stored_keys', accessKeyId: world.facts.accessKeyId, secretAccessKey: world.facts.secretAccessKey }
  const input = { credentials: { ...credentials, caller } }
  assert.equal((await refusal(register(input))).code, 'organization_invalid')
  const empty = doorOf(world.simulation, { accessKeyId: null, secretAccessKey: null })
  const { organization, warnings } = await register(input, { storedKeysAllowed: true, door: empty })
  assert.deepEqual([organization.caller.kind, warnings.map(({ code }) => code)], ['stored_keys', ['stored_keys']])
  assert.ok(!(await everythingStored()).includes(world.facts.secretAccessKey!))
  assert.deepEqual(orgSessionTarget(organization, world.sealer).caller, caller)
})
