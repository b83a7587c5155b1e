import assert from 'node:assert/strict'
import test from 'node:test'
import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribeEffectivePolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  ListAccountsWithInvalidEffectivePolicyCommand,
  ListEffectivePolicyValidationErrorsCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListTargetsForPolicyCommand,
  type PolicyType,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations'
import { anycompanyWorld } from '../worlds/anycompany.world.ts'
import { type OpenWorld, openWorld, refusalOf } from '../worlds/support/open-world.ts'
import { findOrganizationOf } from './state.ts'

const scp = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
const denySqs = scp({ Effect: 'Deny', Action: 'sqs:*', Resource: '*' })

function rootOf(world: OpenWorld): string {
  return findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)?.rootId ?? ''
}

async function create(
  world: OpenWorld,
  content: string,
  { type = 'SERVICE_CONTROL_POLICY', name = 'a policy' }: { type?: PolicyType; name?: string } = {},
) {
  const reply = await world.organizations().send(new CreatePolicyCommand({ Type: type, Name: name, Description: '', Content: content }))
  return reply.Policy?.PolicySummary?.Id ?? ''
}

const malformed: readonly (readonly [string, PolicyType, string])[] = [
  ['no JSON', 'SERVICE_CONTROL_POLICY', '{'],
  ['an old version', 'SERVICE_CONTROL_POLICY', '{"Version":"2008-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'],
  ['a principal in an SCP', 'SERVICE_CONTROL_POLICY', scp({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' })],
  ['no resource', 'SERVICE_CONTROL_POLICY', scp({ Effect: 'Deny', Action: 's3:*' })],
  ['an action without a service', 'SERVICE_CONTROL_POLICY', scp({ Effect: 'Deny', Action: 'GetObject', Resource: '*' })],
  ['an RCP that allows', 'RESOURCE_CONTROL_POLICY', scp({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' })],
  [
    'an RCP for one principal',
    'RESOURCE_CONTROL_POLICY',
    scp({ Effect: 'Deny', Principal: { AWS: '111111111111' }, Action: 's3:*', Resource: '*' }),
  ],
  ['an RCP on every action', 'RESOURCE_CONTROL_POLICY', scp({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' })],
]

for (const [what, type, content] of malformed) {
  test(`${what} is a malformed policy`, async () => {
    const world = openWorld(anycompanyWorld)
    assert.equal((await refusalOf(create(world, content, { type }))).name, 'MalformedPolicyDocumentException')
  })
}

test('an SCP may have 10,240 characters and an RCP 5,120, and not one more', async () => {
  const world = openWorld(anycompanyWorld)
  const padded = (statement: object, size: number) => scp(statement).padEnd(size, ' ')
  const deny = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }
  assert.match(await create(world, padded(deny, 10_240)), /^p-/)
  assert.match(await create(world, padded({ ...deny, Principal: '*' }, 5_120), { type: 'RESOURCE_CONTROL_POLICY' }), /^p-/)
  const long = await refusalOf(create(world, padded(deny, 10_241), { type: 'SERVICE_CONTROL_POLICY', name: 'longer' }))
  assert.deepEqual([long.name, long.reason], ['ConstraintViolationException', 'POLICY_CONTENT_LIMIT_EXCEEDED'])
  const longRcp = await refusalOf(
    create(world, padded({ ...deny, Principal: '*' }, 5_121), { type: 'RESOURCE_CONTROL_POLICY', name: 'longer' }),
  )
  assert.equal(longRcp.reason, 'POLICY_CONTENT_LIMIT_EXCEEDED')
})

test('a policy is described, renamed, rewritten and deleted; its name is free again and its id is gone', async () => {
  const world = openWorld(anycompanyWorld)
  const client = world.organizations()
  const id = await create(world, denySqs)
  assert.equal((await refusalOf(create(world, denySqs))).name, 'DuplicatePolicyException')
  const rewritten = scp({ Effect: 'Deny', Action: 'sns:*', Resource: '*' })
  await client.send(new UpdatePolicyCommand({ PolicyId: id, Name: 'renamed', Content: rewritten }))
  const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId: id }))
  assert.deepEqual([policy?.PolicySummary?.Name, policy?.Content], ['renamed', rewritten])
  const organizationId = world.facts.organizationId
  assert.equal(
    policy?.PolicySummary?.Arn,
    `arn:aws:organizations::${world.facts.managementAccountId}:policy/${organizationId}/service_control_policy/${id}`,
  )
  await client.send(new DeletePolicyCommand({ PolicyId: id }))
  assert.equal((await refusalOf(client.send(new DescribePolicyCommand({ PolicyId: id })))).name, 'PolicyNotFoundException')
})

test('AWS’s own policies are listed, attached to every node, and cannot be changed', async () => {
  const world = openWorld(anycompanyWorld)
  const client = world.organizations()
  const { Policies: policies } = await client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))
  const full = policies?.find(({ AwsManaged }) => AwsManaged)
  assert.deepEqual(
    [full?.Id, full?.Name, full?.Arn],
    ['p-FullAWSAccess', 'FullAWSAccess', 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess'],
  )
  const { Targets: targets } = await client.send(new ListTargetsForPolicyCommand({ PolicyId: 'p-RCPFullAWSAccess' }))
  assert.equal(targets?.length, 18, 'root, six OUs and eleven accounts')
  const edit = await refusalOf(client.send(new UpdatePolicyCommand({ PolicyId: 'p-FullAWSAccess', Name: 'mine' })))
  assert.deepEqual([edit.name, edit.reason], ['InvalidInputException', 'IMMUTABLE_POLICY'])
})

test('attachments end at ten SCPs and five RCPs, never repeat, and keep the last SCP and RCPFullAWSAccess', async () => {
  const world = openWorld(anycompanyWorld)
  const client = world.organizations()
  const { OrganizationalUnit: unit } = await client.send(new CreateOrganizationalUnitCommand({ ParentId: rootOf(world), Name: 'Crowded' }))
  const target = unit?.Id ?? ''
  const attach = (policyId: string) => client.send(new AttachPolicyCommand({ PolicyId: policyId, TargetId: target }))
  const detach = (policyId: string) => client.send(new DetachPolicyCommand({ PolicyId: policyId, TargetId: target }))
  const fill = async (type: PolicyType, content: string, count: number) => {
    for (let number = 1; number <= count; number += 1) await attach(await create(world, content, { type, name: `policy ${number}` }))
    return create(world, content, { type, name: 'one too many' })
  }
  const excess = await fill('SERVICE_CONTROL_POLICY', denySqs, 9)
  assert.equal((await refusalOf(attach(excess))).reason, 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED')
  const excessRcp = await fill('RESOURCE_CONTROL_POLICY', scp({ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' }), 4)
  assert.equal((await refusalOf(attach(excessRcp))).reason, 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED')

  assert.equal((await refusalOf(attach('p-FullAWSAccess'))).name, 'DuplicatePolicyAttachmentException')
  assert.equal((await refusalOf(detach(excess))).name, 'PolicyNotAttachedException')
  assert.equal((await refusalOf(detach('p-RCPFullAWSAccess'))).reason, 'NON_DETACHABLE_POLICY')
  const { Policies: attached = [] } = await client.send(
    new ListPoliciesForTargetCommand({ TargetId: target, Filter: 'SERVICE_CONTROL_POLICY' }),
  )
  assert.equal(attached.length, 10)
  const [last, ...others] = attached.map(({ Id }) => Id ?? '')
  for (const id of others) await detach(id)
  assert.equal((await refusalOf(detach(last ?? ''))).reason, 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED')
  assert.equal(
    (await refusalOf(client.send(new DeletePolicyCommand({ PolicyId: last })))).name,
    last === 'p-FullAWSAccess' ? 'InvalidInputException' : 'PolicyInUseException',
  )
})

test('switching SCPs off detaches them all, and switching them on again brings FullAWSAccess alone', async () => {
  const world = openWorld(anycompanyWorld, {}, { lag: true })
  const client = world.organizations()
  const rootId = rootOf(world)
  const toggle = { RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' } as const
  assert.equal((await refusalOf(client.send(new EnablePolicyTypeCommand(toggle)))).name, 'PolicyTypeAlreadyEnabledException')
  const on = await client.send(new ListPoliciesForTargetCommand({ TargetId: rootId, Filter: 'SERVICE_CONTROL_POLICY' }))
  assert.equal(on.Policies?.length, 2)
  await client.send(new DisablePolicyTypeCommand(toggle))
  assert.equal((await refusalOf(client.send(new EnablePolicyTypeCommand(toggle)))).name, 'PolicyChangesInProgressException')
  world.clock.now += 10_000
  const off = await client.send(new ListPoliciesForTargetCommand({ TargetId: rootId, Filter: 'SERVICE_CONTROL_POLICY' }))
  assert.deepEqual(off.Policies, [])
  assert.equal(
    (await refusalOf(client.send(new AttachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId: rootId })))).name,
    'PolicyTypeNotEnabledException',
  )
  await client.send(new EnablePolicyTypeCommand(toggle))
  world.clock.now += 10_000
  const again = await client.send(new ListPoliciesForTargetCommand({ TargetId: rootId, Filter: 'SERVICE_CONTROL_POLICY' }))
  assert.deepEqual(
    again.Policies?.map(({ Id }) => Id),
    ['p-FullAWSAccess'],
  )
})

test('a tag policy adds up along the path, and SCPs have no effective form', async () => {
  const world = openWorld(anycompanyWorld)
  const client = world.organizations()
  const rootId = rootOf(world)
  await client.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'TAG_POLICY' }))
  const account = [...(findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)?.members.values() ?? [])].find(
    ({ account }) => account.name === 'scores',
  )
  const accountId = account?.account.id ?? ''
  const values = (operator: string, list: readonly string[]) =>
    JSON.stringify({ tags: { tier: { tag_key: { '@@assign': 'tier' }, tag_value: { [operator]: list } } } })
  const base = await create(world, values('@@assign', ['1', '2']), { type: 'TAG_POLICY', name: 'base' })
  const more = await create(world, values('@@append', ['3']), { type: 'TAG_POLICY', name: 'more' })
  await client.send(new AttachPolicyCommand({ PolicyId: base, TargetId: rootId }))
  await client.send(new AttachPolicyCommand({ PolicyId: more, TargetId: accountId }))
  const { EffectivePolicy: effective } = await client.send(
    new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY', TargetId: accountId }),
  )
  assert.deepEqual(JSON.parse(effective?.PolicyContent ?? ''), { tags: { tier: { tag_key: 'tier', tag_value: ['1', '2', '3'] } } })
  const scps = client.send(
    new DescribeEffectivePolicyCommand({ PolicyType: 'SERVICE_CONTROL_POLICY' as 'TAG_POLICY', TargetId: accountId }),
  )
  assert.equal((await refusalOf(scps)).name, 'InvalidInputException')
})

test('no effective policy is invalid while its type is on, and there is none while it is off', async () => {
  const world = openWorld(anycompanyWorld)
  const client = world.organizations()
  const invalid = () => client.send(new ListAccountsWithInvalidEffectivePolicyCommand({ PolicyType: 'TAG_POLICY' }))
  const errors = () =>
    client.send(new ListEffectivePolicyValidationErrorsCommand({ PolicyType: 'TAG_POLICY', AccountId: world.facts.managementAccountId }))
  assert.equal((await refusalOf(invalid())).name, 'EffectivePolicyNotFoundException')
  assert.equal((await refusalOf(errors())).name, 'EffectivePolicyNotFoundException')
  await client.send(new EnablePolicyTypeCommand({ RootId: rootOf(world), PolicyType: 'TAG_POLICY' }))
  assert.deepEqual((await invalid()).Accounts, [])
  const { EffectivePolicyValidationErrors: found, Path: path } = await errors()
  assert.deepEqual([found, path], [[], `${world.facts.organizationId}/${rootOf(world)}/${world.facts.managementAccountId}/`])
})
