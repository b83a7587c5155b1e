import assert from 'node:assert/strict'
import test from 'node:test'
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreatePolicyCommand,
  DeleteResourcePolicyCommand,
  DeregisterDelegatedAdministratorCommand,
  DescribeOrganizationCommand,
  DescribeResourcePolicyCommand,
  DetachPolicyCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  ListAccountsCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListPoliciesCommand,
  MoveAccountCommand,
  PutResourcePolicyCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import { addAccessKey, addUser } from '../iam/state.ts'
import { anycompanyWorld } from '../worlds/anycompany.world.ts'
import { type OpenWorld, openWorld, refusalOf } from '../worlds/support/open-world.ts'
import { organizationsState } from './state.ts'

function accountId(world: OpenWorld, name: string): string {
  return [...organizationsState(world.simulation.aws).accounts.values()].find((account) => account.name === name)?.id ?? ''
}

/** A client for an administrator of a member account. */
function memberClient(world: OpenWorld, name: string) {
  const { aws } = world.simulation
  const id = accountId(world, name)
  addUser(aws, id, { name: 'boss', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], createdAt: 0 })
  return world.organizations(addAccessKey(aws, id, 'boss'))
}

const delegation = (memberId: string, Action: readonly string[], condition: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Delegate',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${memberId}:root` },
        Action,
        Resource: '*',
        ...condition,
      },
    ],
  })

test('a plain member may ask about its organization and nothing else', async () => {
  const world = openWorld(anycompanyWorld)
  const client = memberClient(world, 'scores')
  assert.equal((await client.send(new DescribeOrganizationCommand({}))).Organization?.Id, world.facts.organizationId)
  const refusal = await refusalOf(client.send(new ListAccountsCommand({})))
  assert.deepEqual([refusal.name, refusal.message], ['AccessDeniedException', "You don't have permissions to access this resource."])
})

test('a delegated administrator reads everything and writes nothing', async () => {
  const world = openWorld(anycompanyWorld)
  const client = memberClient(world, 'audit')
  assert.equal((await client.send(new ListAccountsCommand({}))).Accounts?.length, 11)
  const create = client.send(new CreateAccountCommand({ Email: 'aws+x@anycompany.example', AccountName: 'x' }))
  assert.equal((await refusalOf(create)).name, 'AccessDeniedException')
})

test('an organization role in the delegated administrator’s account can be assumed and reads the organization', async () => {
  const world = openWorld(anycompanyWorld)
  const { accessKeyId, secretAccessKey, externalId } = world.facts
  const roleArn = `arn:aws:iam::${accountId(world, 'audit')}:role/ReeveOrganizationRole`
  const keys = await world.assume({ accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' }, roleArn, externalId ?? '')
  assert.equal((await world.organizations(keys).send(new ListAccountsCommand({}))).Accounts?.length, 11)
})

test('the delegation policy lets a member do what it names, to what it names, and no more', async () => {
  const world = openWorld(anycompanyWorld)
  const management = world.organizations()
  const client = memberClient(world, 'scores')
  assert.equal((await refusalOf(management.send(new DescribeResourcePolicyCommand({})))).name, 'ResourcePolicyNotFoundException')
  await management.send(
    new PutResourcePolicyCommand({
      Content: delegation(accountId(world, 'scores'), ['organizations:ListAccounts', 'organizations:CreatePolicy'], {
        Condition: { StringLikeIfExists: { 'organizations:PolicyType': 'SERVICE_CONTROL_POLICY' } },
      }),
    }),
  )

  const { ResourcePolicy: written } = await management.send(new DescribeResourcePolicyCommand({}))
  assert.match(written?.ResourcePolicySummary?.Id ?? '', /^rp-/)
  assert.match(written?.Content ?? '', /organizations:CreatePolicy/)
  assert.equal((await client.send(new ListAccountsCommand({}))).Accounts?.length, 11)
  assert.equal((await refusalOf(client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' })))).name, 'AccessDeniedException')
  const create = (Type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY', Content: object) =>
    client.send(new CreatePolicyCommand({ Type, Name: 'delegated', Description: '', Content: JSON.stringify(Content) }))
  const statement = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }
  await create('SERVICE_CONTROL_POLICY', { Version: '2012-10-17', Statement: [statement] })
  const rcp = create('RESOURCE_CONTROL_POLICY', { Version: '2012-10-17', Statement: [{ ...statement, Principal: '*' }] })
  assert.equal((await refusalOf(rcp)).name, 'AccessDeniedException')
  assert.equal(
    (await refusalOf(memberClient(world, 'newsroom-dev').send(new ListAccountsCommand({})))).name,
    'AccessDeniedException',
    'another member is not meant',
  )

  await management.send(new DeleteResourcePolicyCommand({}))
  assert.equal((await refusalOf(client.send(new ListAccountsCommand({})))).name, 'AccessDeniedException')
})

test('a delegation can be for one OU: attaching elsewhere is refused', async () => {
  const world = openWorld(anycompanyWorld)
  const organization = organizationsState(world.simulation.aws).memberships.get(world.facts.managementAccountId)
  const ouId = (name: string) => [...(organization?.units.values() ?? [])].find((unit) => unit.name === name)?.id ?? ''
  const arn = (rest: string) => `arn:aws:organizations::${world.facts.managementAccountId}:${rest}`
  const Content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: accountId(world, 'scores') },
        Action: ['organizations:AttachPolicy', 'organizations:DetachPolicy'],
        Resource: [arn(`ou/${organization?.id}/${ouId('Sports')}`), arn(`policy/${organization?.id}/service_control_policy/*`)],
      },
    ],
  })
  await world.organizations().send(new PutResourcePolicyCommand({ Content }))
  const [policy] = [...(organization?.policies.values() ?? [])].filter(({ name }) => name === 'quarantine')
  const client = memberClient(world, 'scores')
  await client.send(new AttachPolicyCommand({ PolicyId: policy?.id, TargetId: ouId('Football') })).then(
    () => assert.fail('attached outside of the delegated OU'),
    (error: Error) => assert.equal(error.name, 'AccessDeniedException'),
  )
  await client.send(new AttachPolicyCommand({ PolicyId: policy?.id, TargetId: ouId('Sports') }))
  // The quarantine now holds the delegate too, whose account is in that OU.
  assert.match(
    (await refusalOf(client.send(new DetachPolicyCommand({ PolicyId: policy?.id, TargetId: ouId('Sports') })))).message,
    /explicit deny in a service control policy/,
  )
})

test('what cannot be delegated is refused when the policy is written, and never allowed by one', async () => {
  const world = openWorld(anycompanyWorld)
  const put = (content: string) => world.organizations().send(new PutResourcePolicyCommand({ Content: content }))
  assert.equal(
    (await refusalOf(put(delegation(accountId(world, 'scores'), ['organizations:MoveAccount'])))).reason,
    'UNSUPPORTED_ACTION_IN_RESOURCE_POLICY',
  )
  assert.equal(
    (await refusalOf(put(delegation(accountId(world, 'scores'), ['organizations:*'])))).reason,
    'UNSUPPORTED_ACTION_IN_RESOURCE_POLICY',
  )
  assert.equal((await refusalOf(put('no json'))).reason, 'INVALID_RESOURCE_POLICY_JSON')
  await put(delegation(accountId(world, 'scores'), ['organizations:ListAccounts']))
  const move = memberClient(world, 'scores').send(
    new MoveAccountCommand({ AccountId: accountId(world, 'scores'), SourceParentId: 'r-abcd', DestinationParentId: 'r-abcd' }),
  )
  assert.equal((await refusalOf(move)).name, 'AccessDeniedException')
})

test('a service needs trusted access before it gets an administrator, and keeps it while it has one', async () => {
  const world = openWorld(anycompanyWorld)
  const client = world.organizations()
  const service = { ServicePrincipal: 'detective.amazonaws.com' }
  const register = (name: string) =>
    client.send(new RegisterDelegatedAdministratorCommand({ ...service, AccountId: accountId(world, name) }))
  assert.equal((await refusalOf(register('scores'))).reason, 'SERVICE_ACCESS_NOT_ENABLED')
  assert.equal(
    (await refusalOf(client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'nonsense.amazonaws.com' })))).reason,
    'UNRECOGNIZED_SERVICE_PRINCIPAL',
  )
  await client.send(new EnableAWSServiceAccessCommand(service))
  assert.equal((await refusalOf(register('football-archive'))).reason, 'CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR')
  const own = client.send(new RegisterDelegatedAdministratorCommand({ ...service, AccountId: world.facts.managementAccountId }))
  assert.equal((await refusalOf(own)).reason, 'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR')
  await register('scores')
  assert.equal((await refusalOf(register('scores'))).name, 'AccountAlreadyRegisteredException')
  assert.equal((await refusalOf(register('audit'))).reason, 'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED')
  assert.equal((await refusalOf(client.send(new DisableAWSServiceAccessCommand(service)))).name, 'ConstraintViolationException')

  const { DelegatedAdministrators: administrators } = await client.send(new ListDelegatedAdministratorsCommand(service))
  assert.deepEqual(
    administrators?.map(({ Name, State }) => [Name, State]),
    [['scores', 'ACTIVE']],
  )
  const { DelegatedServices: services } = await client.send(
    new ListDelegatedServicesForAccountCommand({ AccountId: accountId(world, 'scores') }),
  )
  assert.deepEqual(
    services?.map(({ ServicePrincipal }) => ServicePrincipal),
    [service.ServicePrincipal],
  )
  await client.send(new DeregisterDelegatedAdministratorCommand({ ...service, AccountId: accountId(world, 'scores') }))
  await client.send(new DisableAWSServiceAccessCommand(service))
  const { EnabledServicePrincipals: enabled } = await client.send(new ListAWSServiceAccessForOrganizationCommand({}))
  assert.ok(!enabled?.some(({ ServicePrincipal }) => ServicePrincipal === service.ServicePrincipal))
})
