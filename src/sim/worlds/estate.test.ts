import assert from 'node:assert/strict'
import test from 'node:test'
import { EC2Client, DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { findOrganizationOf } from '../organizations/state.ts'
import { chainTo } from '../organizations/tree.ts'
import { estateWorld } from './estate.world.ts'
import { trustOf } from './identities.ts'
import { keyPair, openWorld, type OpenWorld } from './support/open-world.ts'
import { type AccountTruth, type MemberOutcome, truthOf } from './truth.ts'

const sizes = [
  { accounts: 127, units: 20, policies: 18, attachments: 70 },
  { accounts: 1_800, units: 150, policies: 88, attachments: 420 },
  { accounts: 10_000, units: 600, policies: 178, attachments: 1_300 },
]

for (const { accounts, units, policies, attachments } of sizes) {
  test(`an estate of ${accounts} accounts has ${units} OUs, ${policies} policies, ${attachments} attachments of them, and tags on nine accounts in ten`, () => {
    const world = openWorld(estateWorld, { accounts })
    const truth = truthOf(world.simulation.aws, world.facts.managementAccountId)
    assert.equal(truth.accounts.size, accounts)
    assert.equal(truth.organizationalUnits, units)
    assert.equal(truth.policies, policies + 2, 'and the two of AWS')
    assert.equal(truth.attachments, attachments + 2 * (accounts + units + 1), 'and AWS’s two on every node')
    const tagged = [...truth.accounts.values()].filter(({ tags, isManagementAccount }) => tags.size > 0 && !isManagementAccount)
    assert.equal(tagged.length, Math.floor((accounts - 1) * 0.9))
    assert.ok(tagged.every(({ tags }) => tags.size >= 4 && tags.size <= 12))
  })
}

test('the same seed builds the same world, another seed another one', () => {
  const snapshot = (seed: number) => {
    const world = openWorld(estateWorld, { standaloneAccounts: 3 }, { seed })
    return JSON.stringify([
      world.facts,
      [...truthOf(world.simulation.aws, world.facts.managementAccountId).accounts].map(([id, truth]) => [
        id,
        truth.name,
        truth.parentId,
        [...truth.tags],
      ]),
    ])
  }
  assert.equal(snapshot(1), snapshot(1))
  assert.notEqual(snapshot(1), snapshot(2))
})

test('a reset returns to the same ids and keys', () => {
  const world = openWorld(estateWorld)
  const before = [...truthOf(world.simulation.aws, world.facts.managementAccountId).accounts.keys()]
  world.simulation.reset()
  assert.deepEqual([...truthOf(world.simulation.aws, world.facts.managementAccountId).accounts.keys()], before)
})

test('OUs nest to depth five, have awkward names, and some are empty; sandbox and hostile account names occur', () => {
  const world = openWorld(estateWorld)
  const organization = findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)
  assert.ok(organization)
  const units = [...organization.units.values()]
  assert.equal(Math.max(...units.map(({ id }) => chainTo(organization, id).length - 1)), 5)
  assert.ok(units.some(({ name }) => name.includes('/')) && units.some(({ name }) => name.includes(' ')))
  assert.ok(units.some(({ id }) => (organization.accountsUnder.get(id)?.size ?? 0) + (organization.unitsUnder.get(id)?.size ?? 0) === 0))
  const names = [...organization.members.values()].map(({ account }) => account.name)
  assert.ok(names.some((name) => name.startsWith('sandbox-')))
  assert.ok(names.some((name) => !/^[a-z0-9-]+$/.test(name)))
  assert.ok(names.every((name) => /^[\u0020-\u007E]{1,50}$/.test(name)))
})

test('the given management account id and administrator keys are used', () => {
  const admin = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'a-secret-of-exactly-forty-characters-123' }
  const { facts } = openWorld(estateWorld, { accountId: '123456789012', admin })
  assert.deepEqual(
    [facts.managementAccountId, facts.adminAccessKeyId, facts.adminSecretAccessKey],
    ['123456789012', admin.accessKeyId, admin.secretAccessKey],
  )
})

/** What a client that tries the member role learns, told apart by AWS's answers alone. */
async function tryMember(world: OpenWorld, account: AccountTruth): Promise<MemberOutcome> {
  const { accessKeyId, secretAccessKey, memberRoleName, externalId } = world.facts
  if (account.state !== 'ACTIVE' && account.state !== 'PENDING_CLOSURE') return 'suspended'
  const roleArn = `arn:aws:iam::${account.accountId}:role/${memberRoleName}`
  const keys = await world.assume(keyPair(accessKeyId, secretAccessKey), roleArn, externalId ?? '').catch(() => undefined)
  if (keys === undefined) return 'assume_failed'
  const { Account: id } = await new STSClient(world.config(keys)).send(new GetCallerIdentityCommand({}))
  assert.equal(id, account.accountId)
  try {
    await new EC2Client(world.config(keys)).send(new DescribeRegionsCommand({}))
    return 'ok'
  } catch (error) {
    assert.equal((error as Error).name, 'UnauthorizedOperation')
    return (error as Error).message.includes('explicit deny in a service control policy') ? 'scp_blocked' : 'permission_missing'
  }
}

test('trying the member role in every account finds exactly what the world’s truth says', async () => {
  const world = openWorld(estateWorld)
  const { accounts } = truthOf(world.simulation.aws, world.facts.managementAccountId)
  const found = new Map<string, number>()
  for (const account of accounts.values()) {
    const outcome = await tryMember(world, account)
    assert.equal(outcome, account.outcome, `${account.name} is ${account.condition}`)
    found.set(outcome, (found.get(outcome) ?? 0) + 1)
  }
  for (const outcome of ['ok', 'assume_failed', 'permission_missing', 'scp_blocked', 'suspended'])
    assert.ok((found.get(outcome) ?? 0) > 0, outcome)
})

test('a closed or suspended account lets nobody in, whatever its role trusts', async () => {
  const world = openWorld(estateWorld)
  const { accounts } = truthOf(world.simulation.aws, world.facts.managementAccountId)
  const { accessKeyId, secretAccessKey, memberRoleName, externalId } = world.facts
  for (const { accountId } of [...accounts.values()].filter(({ outcome }) => outcome === 'suspended')) {
    const assuming = world.assume(
      keyPair(accessKeyId, secretAccessKey),
      `arn:aws:iam::${accountId}:role/${memberRoleName}`,
      externalId ?? '',
    )
    await assert.rejects(assuming, { name: 'AccessDenied' })
  }
})

test('the caller may assume the two roles and do nothing else', async () => {
  const world = openWorld(estateWorld)
  const { accessKeyId, secretAccessKey, orgRoleArn, externalId, managementAccountId } = world.facts
  const caller = keyPair(accessKeyId, secretAccessKey)
  await world.assume(caller, orgRoleArn ?? '', externalId ?? '')
  await assert.rejects(world.assume(caller, orgRoleArn ?? '', 'wrong'), { name: 'AccessDenied' })
  await assert.rejects(world.assume(caller, `arn:aws:iam::${managementAccountId}:role/another`, externalId ?? ''), { name: 'AccessDenied' })
  await assert.rejects(new EC2Client(world.config(caller)).send(new DescribeRegionsCommand({})), { name: 'UnauthorizedOperation' })
})

test('the administrator gets into the accounts that the organization created, and can make a missing member role', async () => {
  const world = openWorld(estateWorld)
  const { aws } = world.simulation
  const members = findOrganizationOf(aws, world.facts.managementAccountId)?.members
  const { accounts } = truthOf(aws, world.facts.managementAccountId)
  const broken = [...accounts.values()].find(
    ({ accountId, condition }) => condition === 'role_missing' && members?.get(accountId)?.joinedMethod === 'CREATED',
  )
  assert.ok(broken)
  const keys = await world.assume(world.admin, `arn:aws:iam::${broken.accountId}:role/OrganizationAccountAccessRole`)
  const { memberRoleName, externalId, accessKeyId, secretAccessKey } = world.facts
  const trust = trustOf({ principalArn: `arn:aws:iam::${world.facts.managementAccountId}:root`, externalId: externalId ?? '' })
  await new IAMClient(world.config(keys)).send(new CreateRoleCommand({ RoleName: memberRoleName ?? '', AssumeRolePolicyDocument: trust }))
  await world.assume(keyPair(accessKeyId, secretAccessKey), `arn:aws:iam::${broken.accountId}:role/${memberRoleName}`, externalId ?? '')
})
