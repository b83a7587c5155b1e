import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { AppError } from '#lib/app-error.ts'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { createDoor } from '#platform/aws/create-door.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { rotateKeys } from '#platform/crypto/rotate-keys.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { type ConnectionWorld, doorOnInstance, giveRole, openConnectionWorld } from '#test/support/connection-world.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { doorOf, operator } from '#test/support/organization-world.ts'
import { addAccount } from './add-account.ts'
import { checkDueConnections } from './check-due-connections.ts'
import { editConnection } from './edit-connection.ts'
import { findConnection } from './queries.ts'
import { removeAccount } from './remove-account.ts'
import { revealExternalId } from './reveal-external-id.ts'
import { testConnection, testNewAccount } from './test-connection.ts'

let database: TestDatabase
let world: ConnectionWorld
const signal = new AbortController().signal

before(async () => {
  database = await createTestDatabase()
})
after(() => database.close())
beforeEach(async () => {
  await sql`truncate organization, account, badge_event, audit_event cascade`.execute(database.db)
  world = openConnectionWorld()
})

const deps = () => ({ ...world, db: database.db })
const first = () => world.singles[0]!

function formOf({ roleArn, externalId }: { readonly roleArn: string; readonly externalId: string }, patch: object = {}) {
  return { credentials: { role: { arn: roleArn, externalId } }, ...patch }
}
function add(input: unknown = formOf(first()), given: Partial<ReturnType<typeof deps>> = {}) {
  return addAccount({ ...deps(), ...given }, operator, { input, signal, requestId: 'req-1' })
}
function edit(input: unknown, ifMatch?: string) {
  const request = { accountId: first().accountId, input, signal, ...(ifMatch !== undefined && { ifMatch }) }
  return editConnection(deps(), operator, request)
}
async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected a refusal, got ${String(error)}`, { cause: error })
}
async function account(accountId = first().accountId) {
  return database.db.selectFrom('account').selectAll().where('account_id', '=', accountId).executeTakeFirst()
}
async function badgesOf(accountId = first().accountId) {
  return database.db
    .selectFrom('badge')
    .innerJoin('account', 'account.id', 'badge.account_uid')
    .select(['badge.key', 'badge.value', 'badge.source'])
    .where('account.account_id', '=', accountId)
    .orderBy('badge.key')
    .execute()
}
async function countStored(): Promise<number[]> {
  const tables = ['account', 'account_connection', 'badge', 'badge_event', 'audit_event']
  const counts: number[] = []
  for (const table of tables)
    counts.push((await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(database.db)).rows[0]!.n)
  return counts
}
async function everythingStored(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`.execute(database.db)
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(database.db)
    texts.push(...rows.map(({ text }) => text))
  }
  return texts.join('\n')
}

test('an account is added with role ARN and ExternalId alone, and its status comes from trying it [CONN-8, CONN-10, CONN-11]', async () => {
  const { connection, warnings, session } = await add()
  assert.deepEqual(warnings, [])
  assert.equal(session?.principalArn, `arn:aws:sts::${first().accountId}:assumed-role/${world.facts.memberRoleName}/Reeve`)
  assert.deepEqual(
    [connection.accountId, connection.status, connection.name, connection.harvestingStrategy, connection.version],
    [first().accountId, 'ok', first().accountId, 'standard', 1],
  )
  const row = await account()
  assert.deepEqual([row?.organization_uid, row?.inclusion, row?.state, row?.status], [null, 'imported', 'ACTIVE', 'ok'])
  const [event] = await listAuditEvents(database.db, { action: 'account.added' }, { limit: 1 })
  assert.deepEqual([event?.actor, event?.subject, event?.requestId], ['os:1000', `account:${first().accountId}`, 'req-1'])
})

test('name, strategy and badges are stored in the same transaction, the badges as hand-made ones [CONN-12]', async () => {
  const badges = [
    { key: 'tier', value: '1' },
    { key: 'owner', value: 'payments' },
  ]
  const { connection } = await add(formOf(first(), { name: 'Payments', harvestingStrategy: 'standard', badges }))
  assert.equal(connection.name, 'Payments')
  assert.deepEqual(await badgesOf(), [
    { key: 'owner', value: 'payments', source: 'person' },
    { key: 'tier', value: '1', source: 'person' },
  ])
  assert.equal((await listAuditEvents(database.db, { action: 'badge.set' }, { limit: 9 })).length, 2)
})

test('badges ask for the permission to set badges, beside that to add accounts', async () => {
  const adder = { ...operator, permissions: new Set(['accounts:write']) }
  const input = formOf(first(), { badges: [{ key: 'tier', value: '1' }] })
  assert.equal((await refusal(addAccount(deps(), adder, { input, signal }))).status, 403)
  assert.deepEqual(await countStored(), [0, 0, 0, 0, 0])
  assert.equal((await addAccount(deps(), adder, { input: formOf(first()), signal })).connection.status, 'ok')
})

test('whatever is wrong, nothing is stored: form, ExternalId, role, caller, AWS out of reach [CONN-10]', async () => {
  const { roleArn, externalId } = first()
  const wrongId = await refusal(add(formOf({ roleArn, externalId: 'wrong' }, { badges: [{ key: 'a', value: 'b' }] })))
  assert.deepEqual([wrongId.code, wrongId.fields[0]?.field], ['connection_role_not_assumed', 'credentials.role.arn'])
  assert.match(wrongId.message, /does not say why.*another ExternalId.*Reeve is running as arn:aws:iam::\d{12}:user\/reeve-caller/)
  const none = await refusal(add({ credentials: { role: { arn: roleArn } } }))
  assert.match(none.message, /expects an ExternalId and none was given/)
  const missing = await refusal(add(formOf({ roleArn: roleArn.replace(/role\/.*/, 'role/Missing'), externalId })))
  assert.equal(missing.code, 'connection_role_not_assumed')
  const tooLong = await refusal(add({ credentials: { role: { arn: roleArn, externalId, durationSeconds: 43_200 } } }))
  assert.equal(tooLong.fields[0]?.field, 'credentials.role.durationSeconds')
  const keyless = await refusal(
    add(formOf(first()), { door: doorOf(world.simulation, { accessKeyId: 'AKIANOBODYKNOWSTHIS1', secretAccessKey: 'x'.repeat(40) }) }),
  )
  assert.deepEqual([keyless.code, keyless.status], ['connection_caller_unavailable', 422])
  world.simulation.breakBy({ seed: 1, rules: [{ service: 'sts', effect: 'reset' }] })
  const broken = await refusal(add())
  assert.deepEqual([broken.code, broken.status], ['connection_checks_incomplete', 503])
  assert.deepEqual(await countStored(), [0, 0, 0, 0, 0])
})

test('the account that GetCallerIdentity names must be that of the ARN, whatever AssumeRole said [CONN-11]', async () => {
  const { accountId } = first()
  const other = world.singles[1]!.accountId
  const handler = world.simulation.requestHandler()
  const seen: string[] = []
  const lying = createDoor({
    environment: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: world.facts.accessKeyId!,
      AWS_SECRET_ACCESS_KEY: world.facts.secretAccessKey!,
    },
    requestHandler: {
      ...handler,
      async handle(request, options) {
        const answer = await handler.handle(request, options as never)
        const text = Buffer.from(answer.response.body as Uint8Array).toString('utf8')
        const isIdentity = text.includes('GetCallerIdentityResult')
        if (isIdentity) seen.push(text)
        answer.response.body = Buffer.from(isIdentity ? text.replaceAll(accountId, other) : text)
        return answer
      },
    },
    timeScale: 1000,
  })
  const error = await refusal(add(formOf(first()), { door: lying }))
  assert.deepEqual([error.code, error.status], ['connection_account_mismatch', 422])
  assert.match(error.message, new RegExp(`of account ${other}.*not of ${accountId}`))
  assert.ok(
    seen.some((text) => text.includes(accountId)),
    'the assumed session was asked who it is',
  )
  assert.deepEqual(await countStored(), [0, 0, 0, 0, 0])
})

test('an account is refused a second time, saying what to do, also when two requests race', async () => {
  const results = await Promise.allSettled([add(), add(), add()])
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected', 'rejected'])
  for (const result of results)
    if (result.status === 'rejected') assert.equal((result.reason as AppError).code, 'account_already_connected')
  const again = await refusal(add())
  assert.deepEqual([again.status, again.code], [409, 'account_already_connected'])
  assert.match(again.message, /reeve account edit/)
  assert.deepEqual((await countStored()).slice(0, 2), [1, 1])
  const report = await testNewAccount(deps(), operator, { input: formOf(first()), signal })
  assert.deepEqual([report.isReached, report.failedStep], [true, 'already_connected'])
})

test('an account that another request stores between the check and the insert is refused in the same words', async () => {
  const { accountId } = first()
  const [stored, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const rival = database.db.transaction().execute(async (tx) => {
    await insertAccount(tx, { account_id: accountId })
    stored.resolve()
    await released.promise
  })
  await stored.promise
  const adding = refusal(add())
  // It sees no account, and then waits for the rival at the unique index.
  const isWaiting = async () =>
    (
      await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        and query ilike '%insert into account %'`.execute(database.db)
    ).rows.length > 0
  let hasWaited = false
  for (let asked = 0; asked < 5000 && !hasWaited; asked += 1) hasWaited = await isWaiting()
  released.resolve()
  await rival
  const error = await adding
  assert.ok(hasWaited)
  assert.deepEqual([error.code, error.status], ['account_already_connected', 409])
  assert.deepEqual((await countStored()).slice(0, 2), [1, 0])
})

test('an account of an organization is neither added, edited, tested nor removed singly [ORG-27]', async () => {
  const organizationUid = await insertOrganization(database.db)
  await insertAccount(database.db, { account_id: first().accountId, organization_uid: organizationUid, inclusion: 'excluded_prefix' })
  const { accountId } = first()
  const refusals = [
    await refusal(add()),
    await refusal(edit({ name: 'x' })),
    await refusal(removeAccount(deps(), operator, { accountId })),
    await refusal(testConnection(deps(), operator, { accountId, input: {}, signal })),
    await refusal(revealExternalId(deps(), operator, { accountId })),
  ]
  for (const { code, status, message } of refusals) {
    assert.deepEqual([code, status], ['account_managed', 409])
    assert.match(message, /managed by o-abcdefghij/)
  }
  const report = await testNewAccount(deps(), operator, { input: formOf(first()), signal })
  assert.deepEqual([report.isReached, report.failedStep], [true, 'managed'])
})

test('an account that left its organization may be connected singly: it keeps name and hand-made badges and loses what was harvested', async () => {
  const organizationUid = await insertOrganization(database.db)
  const { accountId } = first()
  const uid = await insertAccount(database.db, {
    account_id: accountId,
    organization_uid: organizationUid,
    inclusion: 'detached',
    status: 'detached',
    name: 'old name',
    org_path: 'Root/Sports',
    path_ids: 'o-abcdefghij/r-abcd/',
    email: 'old@anycompany.example',
    purge_after: new Date(),
  })
  await sql`insert into account_tag values (${uid}, 'tier', '1')`.execute(database.db)
  await sql`insert into badge (account_uid, key, value, autogenerated, source, updated_at, updated_by) values
    (${uid}, 'cloud_org_path', 'Root/Sports', true, 'org_path', now(), 'sync'), (${uid}, 'mine', 'yes', false, 'person', now(), 'os:1')`.execute(
    database.db,
  )
  await add()
  const row = await account()
  assert.deepEqual(
    [row?.id, row?.organization_uid, row?.name, row?.inclusion, row?.org_path, row?.path_ids, row?.email, row?.purge_after],
    [uid, null, 'old name', 'imported', null, null, null, null],
  )
  assert.deepEqual(await badgesOf(), [{ key: 'mine', value: 'yes', source: 'person' }])
  assert.equal((await sql`select 1 from account_tag`.execute(database.db)).rows.length, 0)
})

test('without ExternalId the confused deputy is warned about, except in the hosting account itself [CONN-9]', async () => {
  giveRole(world, first().accountId, {})
  const { warnings, connection } = await add({ credentials: { role: { arn: first().roleArn } } })
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['external_id_missing'],
  )
  assert.match(warnings[0]!.message, /confused deputy/)
  assert.equal(connection.role?.externalIdSealed, null)

  const hosting = world.facts.managementAccountId
  giveRole(world, hosting, {})
  const own = await add({ credentials: { role: { arn: `arn:aws:iam::${hosting}:role/${world.facts.memberRoleName}` } } })
  assert.deepEqual(own.warnings, [])
})

test('an ExternalId used for two accounts is warned about: trust is one-to-one [CONN-13]', async () => {
  await add()
  const [, second] = world.singles
  giveRole(world, second!.accountId, { externalId: first().externalId })
  const { warnings } = await add(formOf({ roleArn: second!.roleArn, externalId: first().externalId }))
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['external_id_shared'],
  )
  assert.ok(warnings[0]!.message.includes(first().accountId))
  const third = await add(formOf(world.singles[2]!))
  assert.deepEqual(third.warnings, [])
})

test('on an EC2 instance the caller is its role by IMDSv2: the reply says as whom, and when the credentials end [CONN-1, CONN-5]', async () => {
  const hosting = world.singles[2]!.accountId
  const door = doorOnInstance(world, hosting)
  const { accountId, roleArn, externalId } = first()
  giveRole(world, accountId, { externalId, principalArn: `arn:aws:iam::${hosting}:role/reeve-instance` })
  const { runningAs, session, connection } = await add(formOf({ roleArn, externalId }), { door })
  assert.match(
    runningAs!.text,
    new RegExp(
      `^running as arn:aws:sts::${hosting}:assumed-role/reeve-instance/i-0123456789abcdef0, via instance role \\(IMDSv2\\) reeve-instance, expires at \\d{4}-`,
    ),
  )
  assert.ok(runningAs!.expiresAt! > new Date())
  assert.ok(session!.expiresAt!.getTime() <= Date.now() + 3_600_000, 'rotated within sixty minutes')
  assert.equal(connection.status, 'ok')
  const long = await refusal(add({ credentials: { role: { arn: world.singles[1]!.roleArn, durationSeconds: 7200 } } }, { door }))
  assert.deepEqual([long.code, long.fields[0]?.field], ['connection_invalid', 'credentials.role.durationSeconds'])
})

test('the hosting account is connected without a role, as the caller itself [CONN-3, CONN-5]', async () => {
  const hosting = world.singles[2]!.accountId
  const door = doorOnInstance(world, hosting)
  const wrong = await refusal(add({ accountId: first().accountId, credentials: { role: null } }, { door }))
  assert.deepEqual([wrong.code, wrong.fields[0]?.field], ['connection_account_mismatch', 'accountId'])
  assert.match(wrong.message, new RegExp(`reaches only its own account, ${hosting}`))
  const { connection, warnings } = await add({ credentials: { role: null } }, { door })
  assert.deepEqual([connection.accountId, connection.role, connection.status, warnings], [hosting, null, 'ok', []])
  const { tearDown } = await removeAccount({ ...deps(), door }, operator, { accountId: hosting })
  assert.equal(tearDown, null)
})

test('a role without permissions is stored as permission_missing with what to do, never as ok [CONN-11]', async () => {
  giveRole(world, first().accountId, { externalId: first().externalId, isPowerless: true })
  const { connection, warnings } = await add()
  assert.equal(connection.status, 'permission_missing')
  assert.match(warnings[0]!.message, /iam:ListRoleTags.*read-only or the power-user policy/)
})

test('"test only" tells what an addition would come to, and stores nothing', async () => {
  const good = await testNewAccount(deps(), operator, { input: formOf(first()), signal })
  assert.deepEqual([good.isReached, good.failedStep, good.accountId, good.verdict.status], [true, null, first().accountId, 'ok'])
  assert.match(good.runningAs!.text, /^running as .*does not expire$/)
  const bad = await testNewAccount(deps(), operator, { input: formOf({ ...first(), externalId: 'wrong' }), signal })
  assert.deepEqual([bad.isReached, bad.failedStep, bad.problems[0]?.field], [false, 'assume_role', 'credentials.role.arn'])
  assert.deepEqual(await countStored(), [0, 0, 0, 0, 0])
})

test('secrets are sealed at rest and appear in no row, audit event, reply or error; a reveal is audited [CONN-10]', async () => {
  const saved = await add()
  const canary = first().externalId
  const rows = await everythingStored()
  assert.ok(rows.includes(first().accountId), 'the search does see what is stored')
  assert.ok(!rows.includes(canary))
  assert.ok(!JSON.stringify(saved).includes(canary))
  const failed = await refusal(add(formOf({ roleArn: world.singles[1]!.roleArn, externalId: 'CANARY-of-a-wrong-id' })))
  assert.ok(!JSON.stringify([failed, failed.message, failed.fields, failed.internal]).includes('CANARY'))

  assert.deepEqual(await revealExternalId(deps(), operator, { accountId: first().accountId, requestId: 'req-9' }), { externalId: canary })
  const [event] = await listAuditEvents(database.db, { action: 'account.external-id.revealed' }, { limit: 1 })
  assert.deepEqual([event?.actor, event?.requestId], ['os:1000', 'req-9'])
  assert.ok(!(await everythingStored()).includes(canary))
})

test('stored keys work as the caller where they are allowed, warned about and sealed [ROLE-2]', async () => {
  const { accessKeyId, secretAccessKey } = world.facts
  const caller = { kind: 'stored_keys', accessKeyId, secretAccessKey }
  const { roleArn: arn, externalId } = first()
  const input = { credentials: { caller, role: { arn, externalId } } }
  assert.equal((await refusal(add(input))).code, 'connection_invalid')
  const { connection, warnings, runningAs } = await add(input, {
    storedKeysAllowed: true,
    door: doorOf(world.simulation, { accessKeyId: null, secretAccessKey: null }),
  })
  assert.deepEqual([connection.caller.kind, warnings.map(({ code }) => code)], ['stored_keys', ['stored_keys']])
  assert.match(runningAs!.text, /stored IAM user keys/)
  assert.ok(!(await everythingStored()).includes(secretAccessKey!))
})

test('an edit without credentials keeps them and asks AWS nothing; of two editors one wins', async () => {
  const { connection: before } = await add()
  const calls = world.simulation.stats().totalCalls
  const { connection, runningAs } = await edit({ name: 'Renamed' }, '1')
  assert.equal(world.simulation.stats().totalCalls, calls)
  assert.deepEqual(
    [connection.role, connection.caller, connection.name, connection.version, runningAs],
    [before.role, before.caller, 'Renamed', 2, null],
  )
  assert.equal((await refusal(edit({ name: 'x' }, '1'))).status, 412)
  const both = await Promise.allSettled([edit({ name: 'a' }), edit({ name: 'b' })])
  assert.ok(both.some(({ status }) => status === 'fulfilled'))
  const [event] = await listAuditEvents(database.db, { action: 'account.edited' }, { limit: 1 })
  assert.equal((event?.before as { name?: string } | null)?.name !== (event?.after as { name?: string } | null)?.name, true)
})

test('an edit of credentials passes the same checks; what fails changes nothing; what passes is stored sealed', async () => {
  const { connection: before } = await add()
  const { accountId, roleArn: arn } = first()
  const role = { arn, sessionName: 'Reeve', durationSeconds: 3600, externalId: 'a-new-one' }
  assert.equal((await refusal(edit({ credentials: { role } }))).code, 'connection_role_not_assumed')
  assert.deepEqual(await findConnection(database.db, accountId), before)
  giveRole(world, accountId, { externalId: 'a-new-one' })
  const { connection, runningAs } = await edit({ credentials: { role } })
  assert.deepEqual([connection.version, connection.status], [2, 'ok'])
  assert.ok(runningAs !== null)
  assert.deepEqual(await revealExternalId(deps(), operator, { accountId }), { externalId: 'a-new-one' })
  assert.ok(!(await everythingStored()).includes('a-new-one'))
})

test('a removal detaches at once, wipes the secrets, keeps badges and history; adding again restores the same account', async () => {
  await add(formOf(first(), { name: 'Payments', badges: [{ key: 'tier', value: '1' }] }))
  const before = await account()
  const { accountId } = first()
  const removal = await removeAccount(deps(), operator, { accountId, requestId: 'req-2' })
  assert.ok(removal.tearDown?.includes(first().roleArn))
  const row = await account()
  assert.deepEqual([row?.inclusion, row?.status, row?.purge_after?.getTime()], ['detached', 'detached', removal.purgeAfter.getTime()])
  assert.equal(await findConnection(database.db, accountId), undefined)
  assert.deepEqual(
    (await badgesOf()).map(({ key }) => key),
    ['tier'],
  )
  assert.equal((await refusal(removeAccount(deps(), operator, { accountId }))).code, 'connection_not_found')
  assert.equal((await refusal(edit({ name: 'x' }))).status, 404)
  const { connection } = await add()
  assert.deepEqual([connection.accountUid, connection.name], [before?.id, 'Payments'])
  const actions = (await listAuditEvents(database.db, { subject: `account:${accountId}` }, { limit: 9 })).map(({ action }) => action)
  assert.deepEqual(actions, ['account.added', 'account.removed', 'account.added', 'badge.set'])
})

test('the stored connection is tested as it is, or with other credentials, and neither is stored', async () => {
  await add()
  const { accountId, roleArn: arn } = first()
  const now = await testConnection(deps(), operator, { accountId, input: {}, signal })
  assert.deepEqual([now.isReached, now.verdict.status], [true, 'ok'])
  const role = { arn, sessionName: 'Reeve', durationSeconds: 3600, externalId: 'not-it' }
  const other = await testConnection(deps(), operator, { accountId, input: { credentials: { role } }, signal })
  assert.deepEqual([other.isReached, other.failedStep], [false, 'assume_role'])
  assert.equal((await findConnection(database.db, accountId))?.version, 1)
})

test('connections are tried again each hour, and one account’s failure leaves the others alone', async () => {
  for (const single of world.singles) await add(formOf(single))
  const [lost, damaged, well] = world.singles
  giveRole(world, lost!.accountId, { externalId: 'changed-by-the-owner' })
  await sql`update account_connection set external_id_sealed = 'v1.00.aa.bb' where account_uid = (select id from account where account_id = ${damaged!.accountId})`.execute(
    database.db,
  )
  const run = (minutes: number) =>
    checkDueConnections({ ...deps(), now: () => new Date(Date.now() + minutes * 60_000) }, { signal, jobId: 'job-1' })
  const calls = world.simulation.stats().totalCalls
  await run(30)
  assert.equal(world.simulation.stats().totalCalls, calls, 'nothing is due within the hour')
  await run(61)
  const statuses = await Promise.all([lost, damaged, well].map(async (single) => (await account(single!.accountId))?.status))
  assert.deepEqual(statuses, ['assume_failed', 'assume_failed', 'ok'])
  assert.match((await account(lost!.accountId))?.status_reason ?? '', /does not say why/)
  giveRole(world, lost!.accountId, { externalId: lost!.externalId })
  await run(130)
  assert.equal((await account(lost!.accountId))?.status, 'ok')
})

test('a change of the master key re-seals the secrets of connections too [ORG-24]', async () => {
  const [older, newer] = [generateMasterKey(), generateMasterKey()]
  const sealerOf = (text: string) => createSealer(openKeyRing({ kind: 'given', text }))
  await add(formOf(first()), { sealer: sealerOf(older) })
  assert.ok((await rotateKeys(database.db, openKeyRing({ kind: 'given', text: `${newer},${older}` }))).resealed >= 1)
  const revealed = await revealExternalId({ ...deps(), sealer: sealerOf(newer) }, operator, { accountId: first().accountId })
  assert.deepEqual(revealed, { externalId: first().externalId })
})

test('a connection that is edited while it is tried keeps the result of the edit', async () => {
  await add()
  const { accountId } = first()
  const later = () => new Date(Date.now() + 61 * 60_000)
  const door: ConnectionWorld['door'] = {
    ...world.door,
    async open(target, work) {
      const opened = await world.door.open(target, work)
      // The owner edits between the answer of AWS and its storing.
      await sql`update account_connection set version = version + 1`.execute(database.db)
      await sql`update account set status_reason = 'edited'`.execute(database.db)
      return opened
    },
  }
  giveRole(world, accountId, { externalId: 'changed' })
  await checkDueConnections({ ...deps(), door, now: later }, { signal, jobId: 'job-1' })
  assert.deepEqual([(await account())?.status, (await account())?.status_reason], ['ok', 'edited'])
})
