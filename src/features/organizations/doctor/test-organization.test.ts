import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createJobs, type Jobs } from '#platform/jobs/jobs.ts'
import { findIam } from '#sim/iam/state.ts'
import { worldConditions } from '#sim/worlds/conditions.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { truthOf } from '#sim/worlds/truth.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { doorOf, formFor, openOrganizationWorld, operator, type OrganizationWorld } from '#test/support/organization-world.ts'
import { syncOrganizationJob } from '../jobs/sync-organization.job.ts'
import { registerOrganization } from '../register-organization.ts'
import type { AccountDiagnosis } from './diagnose.ts'
import { testOrganization } from './test-organization.ts'

let database: TestDatabase
let jobs: Jobs<never>
let world: OrganizationWorld
const signal = new AbortController().signal

/** Accounts as a sync would have stored them: what the doctor reads of them. */
before(async () => {
  database = await createTestDatabase()
  jobs = await createJobs<never>({ url: database.url, jobs: [syncOrganizationJob], supervise: false })
  world = openOrganizationWorld(estateWorld)
  const { organization } = await registerOrganization({ ...world, db: database.db, jobs }, operator, { input: formFor(world), signal })
  for (const { accountId, name, state, isManagementAccount } of truthOf(
    world.simulation.aws,
    world.facts.managementAccountId,
  ).accounts.values()) {
    await database.db
      .insertInto('account')
      .values({
        id: world.newId(),
        account_id: accountId,
        partition: 'aws',
        organization_uid: organization.uid,
        name,
        state,
        is_management_account: isManagementAccount,
        inclusion: 'imported',
        first_seen_at: new Date(),
        updated_at: new Date(),
      })
      .execute()
  }
})
after(async () => {
  await jobs.stop()
  await database.close()
})

function doctor(given: { readonly accountIds?: readonly string[]; readonly sample?: number } = {}, deps: Partial<OrganizationWorld> = {}) {
  return testOrganization({ ...world, ...deps, db: database.db }, operator, {
    ref: world.facts.organizationId!,
    accountIds: given.accountIds ?? [],
    sample: given.sample ?? 500,
    signal,
  })
}
function inCondition(accounts: readonly AccountDiagnosis[], condition: string): AccountDiagnosis[] {
  const conditions = worldConditions(world.simulation.aws)
  return accounts.filter(({ accountId }) => (conditions.get(accountId) ?? 'healthy') === condition)
}

test('the doctor finds every account as the world made it, and blames the accounts, not the caller', async () => {
  const { side, caller, orgRole, accounts } = await doctor()
  const truth = truthOf(world.simulation.aws, world.facts.managementAccountId).accounts
  assert.equal(accounts.length, truth.size)
  for (const account of accounts)
    assert.equal(account.result, truth.get(account.accountId)?.outcome, `${account.name}: ${JSON.stringify(account)}`)
  assert.deepEqual([side, orgRole.result, caller.problem], ['target', 'ok', null])
  assert.ok(accounts.filter(({ result }) => result !== 'ok').every((account) => account.side === 'target'))
})

test('what AWS answers alike is told apart only as far as the evidence goes', async () => {
  const { accounts } = await doctor()
  for (const condition of ['role_missing', 'wrong_external_id', 'wrong_principal']) {
    const found = inCondition(accounts, condition)
    assert.ok(found.length > 0, condition)
    for (const { awsSays, causes } of found) {
      assert.match(awsSays, /AWS does not say which/)
      assert.ok(causes.every(({ confidence }) => confidence !== 'certain'))
    }
  }
  assert.deepEqual(
    inCondition(accounts, 'suspended').map(({ causes }) => causes[0]?.code),
    inCondition(accounts, 'suspended').map(() => 'account_inactive'),
  )
})

test('with sight of the StackSet a role that never arrived is called missing, and one that exists is not', async () => {
  const iam = findIam(world.simulation.aws, world.facts.managementAccountId)!
  const role = [...iam.roles.values()].find(({ name }) => name === 'ReeveOrganizationRole')!
  role.inline.set(
    'kit',
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudformation:ListStackInstances', Resource: '*' }] }),
  )
  iam.version += 1
  const { accounts } = await doctor()
  for (const { causes } of inCondition(accounts, 'role_missing')) {
    assert.deepEqual([causes[0]?.code, causes[0]?.confidence], ['role_missing', 'likely'])
    assert.match(causes[0]!.evidence.join(), /StackSet has not arrived here: OUTDATED \(CANCELLED\)/)
  }
  for (const condition of ['wrong_external_id', 'wrong_principal']) {
    for (const { causes } of inCondition(accounts, condition)) assert.notEqual(causes[0]?.code, 'role_missing', condition)
  }
})

test('when no account lets the caller in, the caller side is named first', async () => {
  const { facts } = world
  const members = inCondition((await doctor()).accounts, 'healthy').filter(({ accountId }) => accountId !== facts.managementAccountId)
  await database.db.updateTable('organization').set({ member_role_name: 'NotTheName' }).execute()
  try {
    const { accounts } = await doctor({ accountIds: members.slice(0, 4).map(({ accountId }) => accountId) })
    assert.deepEqual(
      accounts.map(({ causes }) => causes[0]?.code),
      accounts.map(() => 'registration_settings'),
    )
    assert.equal(accounts.length, 4)
  } finally {
    await database.db.updateTable('organization').set({ member_role_name: facts.memberRoleName! }).execute()
  }
})

test('a caller without credentials is found before any account is blamed', async () => {
  const empty = doorOf(world.simulation, { accessKeyId: null, secretAccessKey: null })
  const { side, caller } = await doctor({ sample: 2 }, { door: empty })
  assert.equal(side, 'caller')
  assert.ok((caller.problem ?? '').length > 0)
})

test('the sample holds the management account and as many as asked', async () => {
  const { accounts } = await doctor({ sample: 3 })
  assert.equal(accounts.length, 3)
  assert.equal(accounts[0]?.accountId, world.facts.managementAccountId)
})

test('no ExternalId appears in a diagnosis [ORG-24]', async () => {
  assert.ok(!JSON.stringify(await doctor()).includes(world.facts.externalId!))
})
