import assert from 'node:assert/strict'
import test from 'node:test'
import {
  AcceptHandshakeCommand,
  CancelHandshakeCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  DeclineHandshakeCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeHandshakeCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  DescribeResponsibilityTransferCommand,
  EnableAllFeaturesCommand,
  ListInboundResponsibilityTransfersCommand,
  ListOutboundResponsibilityTransfersCommand,
  InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand,
  ListAccountsCommand,
  ListCreateAccountStatusCommand,
  ListHandshakesForAccountCommand,
  ListHandshakesForOrganizationCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  RemoveAccountFromOrganizationCommand,
  CreateOrganizationCommand,
} from '@aws-sdk/client-organizations'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { anycompanyWorld } from '../worlds/anycompany.world.ts'
import { emptyWorld } from '../worlds/empty.world.ts'
import { type OpenWorld, openWorld, refusalOf } from '../worlds/support/open-world.ts'
import { organizationsState } from './state.ts'

const dayMs = 86_400_000

function accountId(world: OpenWorld, name: string): string {
  return [...organizationsState(world.simulation.aws).accounts.values()].find((account) => account.name === name)?.id ?? ''
}

function inviteStandalone(world: OpenWorld) {
  const [standalone] = world.facts.standaloneAccounts
  assert.ok(standalone)
  const invite = () =>
    world.organizations().send(
      new InviteAccountToOrganizationCommand({
        Target: { Id: standalone.accountId, Type: 'ACCOUNT' },
        Tags: [{ Key: 'from', Value: 'invitation' }],
      }),
    )
  return { standalone, invite, theirs: world.organizations(standalone) }
}

test('a new account appears after a while, under the root, with its tags and the role that the management account can assume', async () => {
  const world = openWorld(anycompanyWorld, {}, { lag: true })
  const client = world.organizations()
  const { CreateAccountStatus: begun } = await client.send(
    new CreateAccountCommand({ Email: 'aws+new@anycompany.example', AccountName: 'new one', Tags: [{ Key: 'tier', Value: '3' }] }),
  )
  assert.deepEqual([begun?.State, begun?.AccountId], ['IN_PROGRESS', undefined])
  const status = async () =>
    (await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }))).CreateAccountStatus
  assert.equal((await status())?.State, 'IN_PROGRESS')
  world.clock.now += 60_000
  const done = await status()
  assert.equal(done?.State, 'SUCCEEDED')
  const id = done?.AccountId ?? ''
  const { Account: account } = await client.send(new DescribeAccountCommand({ AccountId: id }))
  assert.deepEqual([account?.Name, account?.JoinedMethod, account?.State], ['new one', 'CREATED', 'ACTIVE'])
  const { Parents: parents } = await client.send(new ListParentsCommand({ ChildId: id }))
  assert.equal(parents?.[0]?.Type, 'ROOT')
  const { Tags: tags } = await client.send(new ListTagsForResourceCommand({ ResourceId: id }))
  assert.deepEqual(tags, [{ Key: 'tier', Value: '3' }])
  world.clock.now += 10_000
  const keys = await world.assume(world.admin, `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`)
  const identity = await new STSClient(world.config(keys)).send(new GetCallerIdentityCommand({}))
  assert.equal(identity.Account, id)
})

test('an e-mail address that has an account fails later, in the status; five at a time is the most', async () => {
  const world = openWorld(anycompanyWorld, {}, { lag: true })
  const client = world.organizations()
  const create = (Email: string) => client.send(new CreateAccountCommand({ Email, AccountName: 'x' }))
  const { CreateAccountStatus: begun } = await create('AWS+audit@anycompany.example')
  for (const number of [1, 2, 3, 4]) await create(`aws+${number}@anycompany.example`)
  assert.equal((await refusalOf(create('aws+5@anycompany.example'))).reason, 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED')
  world.clock.now += 60_000
  const { CreateAccountStatus: done } = await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }))
  assert.deepEqual([done?.State, done?.FailureReason], ['FAILED', 'EMAIL_ALREADY_EXISTS'])
  const succeeded = await client.send(new ListCreateAccountStatusCommand({ States: ['SUCCEEDED'] }))
  assert.equal(succeeded.CreateAccountStatuses?.length, 4)
})

test('a closed account stays listed, first as being closed, and its credentials stop working', async () => {
  const world = openWorld(anycompanyWorld, {}, { lag: true })
  const client = world.organizations()
  const id = accountId(world, 'newsroom-dev')
  const { accessKeyId, secretAccessKey, externalId } = world.facts
  const caller = { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' }
  const assume = () => world.assume(caller, `arn:aws:iam::${id}:role/ReeveMemberRole`, externalId ?? '')
  await assume()
  const state = async () => {
    const { Account: account } = await client.send(new DescribeAccountCommand({ AccountId: id }))
    return [account?.State, account?.Status]
  }
  await client.send(new CloseAccountCommand({ AccountId: id }))
  assert.deepEqual(await state(), ['PENDING_CLOSURE', 'PENDING_CLOSURE'])
  world.clock.now += 120_000
  assert.deepEqual(await state(), ['CLOSED', 'SUSPENDED'])
  assert.equal((await refusalOf(client.send(new CloseAccountCommand({ AccountId: id })))).name, 'AccountAlreadyClosedException')
  assert.equal((await refusalOf(assume())).name, 'AccessDenied')
  const management = await refusalOf(client.send(new CloseAccountCommand({ AccountId: world.facts.managementAccountId })))
  assert.equal(management.reason, 'CANNOT_CLOSE_MANAGEMENT_ACCOUNT')
})

test('a closed account disappears from the organization after ninety days', async () => {
  const world = openWorld(anycompanyWorld)
  const id = accountId(world, 'newsroom-dev')
  await world.organizations().send(new CloseAccountCommand({ AccountId: id }))
  const describe = () => world.organizations().send(new DescribeAccountCommand({ AccountId: id }))
  world.clock.now += 89 * dayMs
  assert.equal((await describe()).Account?.State, 'CLOSED')
  world.clock.now += dayMs
  assert.equal((await refusalOf(describe())).name, 'AccountNotFoundException')
})

test('three closures at a time, and no more', async () => {
  const world = openWorld(anycompanyWorld, {}, { lag: true })
  const close = (name: string) => world.organizations().send(new CloseAccountCommand({ AccountId: accountId(world, name) }))
  for (const name of ['newsroom-dev', 'newsroom-prod', 'scores']) await close(name)
  assert.equal((await refusalOf(close('baseball-stats'))).reason, 'CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED')
})

test('a created account may leave after four days, a delegated administrator and the management account not at all', async () => {
  const world = openWorld(anycompanyWorld)
  const client = world.organizations()
  const remove = (AccountId: string) => client.send(new RemoveAccountFromOrganizationCommand({ AccountId }))
  const { CreateAccountStatus: begun } = await client.send(
    new CreateAccountCommand({ Email: 'aws+young@anycompany.example', AccountName: 'young' }),
  )
  const { CreateAccountStatus: done } = await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }))
  const young = done?.AccountId ?? ''
  assert.equal((await refusalOf(remove(young))).reason, 'WAIT_PERIOD_ACTIVE')
  world.clock.now += 4 * dayMs
  await world.organizations().send(new RemoveAccountFromOrganizationCommand({ AccountId: young }))
  const { Accounts: accounts } = await world.organizations().send(new ListAccountsCommand({}))
  assert.ok(!accounts?.some(({ Id }) => Id === young))
  assert.equal(
    (await refusalOf(world.organizations().send(new RemoveAccountFromOrganizationCommand({ AccountId: accountId(world, 'audit') }))))
      .reason,
    'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG',
  )
  assert.equal(
    (await refusalOf(world.organizations().send(new LeaveOrganizationCommand({})))).name,
    'MasterCannotLeaveOrganizationException',
  )
})

test('an invitation carries its tags into the organization, and cannot be sent twice or answered twice', async () => {
  const world = openWorld(anycompanyWorld, { standaloneAccounts: 1 })
  const { standalone, invite, theirs } = inviteStandalone(world)
  const { Handshake: handshake } = await invite()
  assert.equal((await refusalOf(invite())).name, 'DuplicateHandshakeException')
  const { Handshakes: received } = await theirs.send(new ListHandshakesForAccountCommand({}))
  assert.deepEqual(
    received?.map(({ Id, State }) => [Id, State]),
    [[handshake?.Id, 'OPEN']],
  )
  const answer = new AcceptHandshakeCommand({ HandshakeId: handshake?.Id })
  assert.equal((await refusalOf(world.organizations().send(answer))).name, 'AccessDeniedException', 'only the invited account accepts')
  await theirs.send(answer)
  assert.equal(
    (await refusalOf(theirs.send(new AcceptHandshakeCommand({ HandshakeId: handshake?.Id })))).name,
    'HandshakeAlreadyInStateException',
  )
  const { Tags: tags } = await world.organizations().send(new ListTagsForResourceCommand({ ResourceId: standalone.accountId }))
  assert.deepEqual(tags, [{ Key: 'from', Value: 'invitation' }])
  assert.equal((await theirs.send(new DescribeOrganizationCommand({}))).Organization?.Id, world.facts.organizationId)
})

test('an invitation is declined by the invited, cancelled by the sender, and expires after fifteen days', async () => {
  const world = openWorld(anycompanyWorld, { standaloneAccounts: 1 })
  const { invite, theirs } = inviteStandalone(world)
  const declined = (await invite()).Handshake?.Id
  assert.equal((await theirs.send(new DeclineHandshakeCommand({ HandshakeId: declined }))).Handshake?.State, 'DECLINED')
  assert.equal(
    (await refusalOf(theirs.send(new AcceptHandshakeCommand({ HandshakeId: declined })))).name,
    'InvalidHandshakeTransitionException',
  )
  const cancelled = (await invite()).Handshake?.Id
  assert.equal((await world.organizations().send(new CancelHandshakeCommand({ HandshakeId: cancelled }))).Handshake?.State, 'CANCELED')
  const expiring = (await invite()).Handshake?.Id
  world.clock.now += 15 * dayMs
  const { Handshake: expired } = await world.organizations().send(new DescribeHandshakeCommand({ HandshakeId: expiring }))
  assert.equal(expired?.State, 'EXPIRED')
  const theirsLater = world.organizations(world.facts.standaloneAccounts[0])
  assert.equal(
    (await refusalOf(theirsLater.send(new AcceptHandshakeCommand({ HandshakeId: expiring })))).name,
    'InvalidHandshakeTransitionException',
  )
  world.clock.now += 30 * dayMs
  const { Handshakes: visible } = await world.organizations().send(new ListHandshakesForOrganizationCommand({}))
  assert.deepEqual(visible, [], 'thirty days after their end they are gone from lists')
})

test('a member of one organization joins another in one step, unless an SCP keeps it from leaving', async () => {
  const world = openWorld(anycompanyWorld, { standaloneAccounts: 1 })
  const { invite, theirs, standalone } = inviteStandalone(world)
  await theirs.send(new AcceptHandshakeCommand({ HandshakeId: (await invite()).Handshake?.Id }))

  const second = openSecondOrganization(world)
  await second.send(new CreateOrganizationCommand({}))
  const { Handshake: handshake } = await second.send(
    new InviteAccountToOrganizationCommand({ Target: { Id: standalone.accountId, Type: 'ACCOUNT' } }),
  )
  const accept = () => theirs.send(new AcceptHandshakeCommand({ HandshakeId: handshake?.Id }))
  const kept = await refusalOf(accept())
  assert.match(kept.message, /organizations:LeaveOrganization .* explicit deny in a service control policy/)
  const { Roots: roots } = await world.organizations().send(new ListRootsCommand({}))
  const { Policies: policies } = await world.organizations().send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))
  const guardrail = policies?.find(({ Name }) => Name?.startsWith('deny-leave'))
  await world.organizations().send(new DetachPolicyCommand({ PolicyId: guardrail?.Id, TargetId: roots?.[0]?.Id }))
  await accept()
  const { Organization: organization } = await theirs.send(new DescribeOrganizationCommand({}))
  assert.notEqual(organization?.Id, world.facts.organizationId)
  assert.equal(
    (await refusalOf(world.organizations().send(new DescribeAccountCommand({ AccountId: standalone.accountId })))).name,
    'AccountNotFoundException',
  )
})

/** A lone account beside the world, with an administrator. */
function openSecondOrganization(world: OpenWorld) {
  const facts = emptyWorld.build(world.simulation.aws, { accounts: 1, standaloneAccounts: 0 })
  return world.organizations({ accessKeyId: facts.adminAccessKeyId ?? '', secretAccessKey: facts.adminSecretAccessKey ?? '' })
}

test('consolidated billing becomes all features once every invited member approves and the management account confirms', async () => {
  const world = openWorld(emptyWorld, { standaloneAccounts: 1 })
  const client = world.organizations()
  await client.send(new CreateOrganizationCommand({ FeatureSet: 'CONSOLIDATED_BILLING' }))
  const { invite, theirs } = inviteStandalone(world)
  await theirs.send(new AcceptHandshakeCommand({ HandshakeId: (await invite()).Handshake?.Id }))
  const { Handshake: request } = await client.send(new EnableAllFeaturesCommand({}))
  assert.equal(request?.State, 'REQUESTED')
  assert.equal(
    (await refusalOf(client.send(new EnableAllFeaturesCommand({})))).reason,
    'ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION',
  )
  const { Handshakes: approvals } = await theirs.send(
    new ListHandshakesForAccountCommand({ Filter: { ActionType: 'APPROVE_ALL_FEATURES' } }),
  )
  await theirs.send(new AcceptHandshakeCommand({ HandshakeId: approvals?.[0]?.Id }))
  await client.send(new AcceptHandshakeCommand({ HandshakeId: request?.Id }))
  assert.equal((await client.send(new DescribeOrganizationCommand({}))).Organization?.FeatureSet, 'ALL')
  const again = await refusalOf(client.send(new EnableAllFeaturesCommand({})))
  assert.deepEqual(
    [again.name, again.message],
    ['HandshakeConstraintViolationException', 'All features are already enabled on this organization.'],
  )
})

test('there are no billing transfers, inbound or outbound', async () => {
  const client = openWorld(anycompanyWorld).organizations()
  assert.deepEqual((await client.send(new ListInboundResponsibilityTransfersCommand({ Type: 'BILLING' }))).ResponsibilityTransfers, [])
  assert.deepEqual((await client.send(new ListOutboundResponsibilityTransfersCommand({ Type: 'BILLING' }))).ResponsibilityTransfers, [])
  const absent = client.send(new DescribeResponsibilityTransferCommand({ Id: 'rt-12345678' }))
  assert.equal((await refusalOf(absent)).name, 'ResponsibilityTransferNotFoundException')
})

test('an invited account leaves whenever it likes, alone and with nothing of the organization left on it', async () => {
  const world = openWorld(anycompanyWorld, { standaloneAccounts: 1 })
  const client = world.organizations()
  const { invite, theirs, standalone } = inviteStandalone(world)
  await theirs.send(new AcceptHandshakeCommand({ HandshakeId: (await invite()).Handshake?.Id }))
  const leave = () => theirs.send(new LeaveOrganizationCommand({}))
  assert.match((await refusalOf(leave())).message, /explicit deny in a service control policy/)
  const { Roots: roots } = await client.send(new ListRootsCommand({}))
  const { Policies: policies } = await client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))
  const guardrail = policies?.find(({ Name }) => Name?.startsWith('deny-leave'))
  await client.send(new DetachPolicyCommand({ PolicyId: guardrail?.Id, TargetId: roots?.[0]?.Id }))
  await leave()
  assert.equal((await refusalOf(theirs.send(new DescribeOrganizationCommand({})))).name, 'AWSOrganizationsNotInUseException')
  assert.equal(
    (await refusalOf(client.send(new ListTagsForResourceCommand({ ResourceId: standalone.accountId })))).name,
    'TargetNotFoundException',
  )
})
