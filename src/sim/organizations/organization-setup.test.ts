import assert from 'node:assert/strict'
import test from 'node:test'
import {
  AcceptHandshakeCommand,
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DeleteOrganizationCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  EnablePolicyTypeCommand,
  InviteAccountToOrganizationCommand,
  ListAccountsForParentCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  MoveAccountCommand,
} from '@aws-sdk/client-organizations'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { emptyWorld } from '../worlds/empty.world.ts'
import { openWorld, refusalOf } from '../worlds/support/open-world.ts'

const allowListed = ['ec2:*', 'rds:*', 's3:*', 'elasticloadbalancing:*']

test('an account in no organization is told so in the words that the rule about organizations in use matches', async () => {
  const world = openWorld(emptyWorld)
  const refusal = await refusalOf(world.organizations().send(new DescribeOrganizationCommand({})))
  assert.equal(refusal.name, 'AWSOrganizationsNotInUseException')
  assert.equal(refusal.message, 'Your account is not a member of an organization.')
})

test('an organization is set up from nothing: create, invite, accept, OU, move, policy type, policy, attach, detach FullAWSAccess', async () => {
  const world = openWorld(emptyWorld, { standaloneAccounts: 1 }, { lag: true })
  const [invitee] = world.facts.standaloneAccounts
  assert.ok(invitee)
  const client = world.organizations()

  const { Organization: organization } = await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }))
  assert.equal(organization?.MasterAccountId, world.facts.managementAccountId)
  assert.equal(organization?.FeatureSet, 'ALL')
  assert.deepEqual(organization?.AvailablePolicyTypes, [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }])
  assert.equal((await refusalOf(client.send(new CreateOrganizationCommand({})))).name, 'AlreadyInOrganizationException')

  const invitation = new InviteAccountToOrganizationCommand({ Target: { Id: invitee.email, Type: 'EMAIL' }, Notes: 'Please join' })
  const { Handshake: handshake } = await client.send(invitation)
  assert.equal(handshake?.State, 'OPEN')
  assert.equal(handshake?.Action, 'INVITE')
  assert.equal(Number(handshake?.ExpirationTimestamp) - Number(handshake?.RequestedTimestamp), 1_296_000_000)
  assert.deepEqual(
    handshake?.Resources?.map(({ Type }) => Type),
    ['ORGANIZATION', 'EMAIL', 'NOTES'],
  )
  assert.deepEqual(
    handshake?.Resources?.[0]?.Resources?.map(({ Type }) => Type),
    ['MASTER_EMAIL', 'MASTER_NAME', 'ORGANIZATION_FEATURE_SET'],
  )
  const accepted = await world.organizations(invitee).send(new AcceptHandshakeCommand({ HandshakeId: handshake?.Id }))
  assert.equal(accepted.Handshake?.State, 'ACCEPTED')

  const { Roots: roots } = await client.send(new ListRootsCommand({}))
  const rootId = roots?.[0]?.Id ?? ''
  assert.deepEqual(roots?.[0]?.PolicyTypes, [], 'available is not enabled')
  const { OrganizationalUnit: unit } = await client.send(new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Production' }))
  assert.match(unit?.Id ?? '', new RegExp(`^ou-${rootId.slice(2)}-[a-z0-9]{8}$`))
  assert.equal(unit?.Path, `${organization?.Id}/${rootId}/${unit?.Id}/`)
  await client.send(new MoveAccountCommand({ AccountId: invitee.accountId, SourceParentId: rootId, DestinationParentId: unit?.Id }))
  const { Accounts: moved } = await client.send(new ListAccountsForParentCommand({ ParentId: unit?.Id }))
  assert.deepEqual(
    moved?.map(({ Id, JoinedMethod }) => [Id, JoinedMethod]),
    [[invitee.accountId, 'INVITED']],
  )

  const enabling = await client.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }))
  assert.deepEqual(enabling.Root?.PolicyTypes, [], 'the reply need not list the type yet')
  const pending = await client.send(new ListRootsCommand({}))
  assert.equal(pending.Roots?.[0]?.PolicyTypes?.[0]?.Status, 'PENDING_ENABLE')
  world.clock.now += 10_000
  const enabled = await client.send(new ListRootsCommand({}))
  assert.equal(enabled.Roots?.[0]?.PolicyTypes?.[0]?.Status, 'ENABLED')

  const content = JSON.stringify({
    Version: '2012-10-17',
    Statement: allowListed.map((Action, index) => ({ Sid: `Stmt${index}`, Effect: 'Allow', Action, Resource: ['*'] })),
  })
  const { Policy: policy } = await client.send(
    new CreatePolicyCommand({ Type: 'SERVICE_CONTROL_POLICY', Name: 'AllowProdActions', Description: 'Production', Content: content }),
  )
  assert.equal(policy?.PolicySummary?.AwsManaged, false)
  assert.equal(policy?.Content, content)
  await client.send(new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: unit?.Id }))
  await client.send(new DetachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId: unit?.Id }))
  const { Policies: attached } = await client.send(
    new ListPoliciesForTargetCommand({ TargetId: unit?.Id, Filter: 'SERVICE_CONTROL_POLICY' }),
  )
  assert.deepEqual(
    attached?.map(({ Name }) => Name),
    ['AllowProdActions'],
  )

  const iam = new IAMClient(world.config(invitee))
  const denied = await refusalOf(iam.send(new GetRoleCommand({ RoleName: 'any' })))
  assert.equal(denied.name, 'AccessDenied', 'the allow-list bites once FullAWSAccess is gone')
  assert.match(denied.message, /service control policy/)
})

test('consolidated billing is a choice, and an organization with members cannot be deleted', async () => {
  const world = openWorld(emptyWorld, { standaloneAccounts: 1 })
  const client = world.organizations()
  const { Organization: organization } = await client.send(new CreateOrganizationCommand({ FeatureSet: 'CONSOLIDATED_BILLING' }))
  assert.equal(organization?.FeatureSet, 'CONSOLIDATED_BILLING')
  const roots = await client.send(new ListRootsCommand({}))
  const enable = client.send(new EnablePolicyTypeCommand({ RootId: roots.Roots?.[0]?.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }))
  assert.equal((await refusalOf(enable)).name, 'PolicyTypeNotAvailableForOrganizationException')

  const [invitee] = world.facts.standaloneAccounts
  const { Handshake: handshake } = await client.send(
    new InviteAccountToOrganizationCommand({ Target: { Id: invitee?.accountId, Type: 'ACCOUNT' } }),
  )
  await world.organizations(invitee).send(new AcceptHandshakeCommand({ HandshakeId: handshake?.Id }))
  assert.equal((await refusalOf(client.send(new DeleteOrganizationCommand({})))).name, 'OrganizationNotEmptyException')
})
