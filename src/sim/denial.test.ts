import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import type { PolicyLevel } from '#iam/types.ts'
import { defineOperation } from './define-operation.ts'
import { commonErrors, defineService } from './define-service.ts'
import { iamService } from './iam/iam.service.ts'
import { addAccessKey, addRootAccessKey, addUser } from './iam/state.ts'
import { organizationProvider } from './providers.ts'
import { createSimulation, type Simulation, type SimulationOptions } from './simulated-aws.ts'
import { stsService } from './sts/sts.service.ts'
import { clientsOf, failureOf } from './support/sdk-clients.ts'
import { adminKeys, callerAccount, policy, seedTinyWorld, targetAccount, targetAdminKeys } from './support/tiny-world.ts'

const ec2 = defineService({
  name: 'ec2',
  protocol: 'ec2Query',
  version: '2016-11-15',
  schemas: () => import('@aws-sdk/client-ec2'),
  operations: [defineOperation<object>({ name: 'DescribeRegions', handle: () => ({ Regions: [] }) })],
  throttles: [],
  errors: { ...commonErrors.query, denied: { code: 'UnauthorizedOperation', status: 403 } },
})
const fullAccess = { name: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess', document: policy('Allow', '*', '*') }
const denyArn = `arn:aws:organizations::${callerAccount}:policy/o-aaaaaaaaaa/service_control_policy/p-aaaaaaaa`

/** The target account under an organization whose root level has these SCPs. */
function start(root: PolicyLevel['policies'], options: Partial<SimulationOptions> = {}): Simulation {
  const cloud = createSimulation({ services: [stsService, iamService, ec2], seedWorld: seedTinyWorld, ...options })
  const scp = [
    { target: 'r-aaaa', policies: root },
    { target: targetAccount, policies: [fullAccess] },
  ]
  cloud.aws.provide(organizationProvider, () => ({
    id: 'o-aaaaaaaaaa',
    managementAccountId: callerAccount,
    path: 'o-aaaaaaaaaa/r-aaaa/',
    version: 1,
    scp,
  }))
  return cloud
}
const listRoles = (cloud: Simulation, keys = targetAdminKeys) => failureOf(clientsOf(cloud, keys).iam.send(new ListRolesCommand({})))
const user =
  'User: arn:aws:iam::222222222222:user/admin is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::222222222222:role/'

test('an explicit deny in an SCP is told by type, and by ARN where the new messages are switched on', async () => {
  const root = [fullAccess, { name: denyArn, document: policy('Deny', 'iam:*', '*') }]
  const old = await listRoles(start(root))
  assert.deepEqual([old.name, old.status, old.message], ['AccessDenied', 403, `${user} with an explicit deny in a service control policy`])
  const recent = await listRoles(start(root, { denialMessages: 'arn' }))
  assert.equal(recent.message, `${user} with an explicit deny in a service control policy: ${denyArn}`)
})

test('a level whose SCPs allow nothing is told as an SCP that does not allow', async () => {
  const { message } = await listRoles(start([{ name: denyArn, document: policy('Allow', 's3:*', '*') }], { denialMessages: 'arn' }))
  assert.equal(message, `${user} because no service control policy allows the iam:ListRoles action`)
})

test('SCPs do not bind the management account', async () => {
  const cloud = start([{ name: denyArn, document: policy('Deny', '*', '*') }])
  await clientsOf(cloud, adminKeys).iam.send(new ListRolesCommand({}))
})

test('identity policies and boundaries are told apart, explicit denies from silence', async () => {
  const cloud = start([fullAccess], { denialMessages: 'arn' })
  const boundary = 'arn:aws:iam::aws:policy/AWSOrganizationsReadOnlyAccess'
  const administrator = ['arn:aws:iam::aws:policy/AdministratorAccess']
  const refusalFor = async (name: string, extra: object) => {
    addUser(cloud.aws, targetAccount, { name, ...extra })
    return (await listRoles(cloud, addAccessKey(cloud.aws, targetAccount, name))).message.replace(`user/${name}`, 'user/admin')
  }
  assert.equal(await refusalFor('silent', {}), `${user} because no identity-based policy allows the iam:ListRoles action`)
  assert.equal(
    await refusalFor('denied', { attached: administrator, inline: { no: policy('Deny', 'iam:List*', '*') } }),
    `${user} with an explicit deny in an identity-based policy`,
  )
  assert.equal(
    await refusalFor('bounded', { attached: administrator, boundary }),
    `${user} because no permissions boundary allows the iam:ListRoles action`,
  )
})

test('EC2 says UnauthorizedOperation and encodes the reason, which DecodeAuthorizationMessage opens', async () => {
  const cloud = start([fullAccess, { name: denyArn, document: policy('Deny', 'ec2:*', '*') }])
  const { ec2: compute, sts } = clientsOf(cloud, targetAdminKeys)
  const { name, message, status } = await failureOf(compute.send(new DescribeRegionsCommand({})))
  assert.deepEqual([name, status], ['UnauthorizedOperation', 403])
  assert.match(
    message,
    /^You are not authorized to perform this operation\. User: .* with an explicit deny in a service control policy\. Encoded authorization failure message: /,
  )
  const { DecodedMessage } = await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: message.split(': ').at(-1) }))
  const decoded = JSON.parse(DecodedMessage!) as {
    allowed: boolean
    explicitDeny: boolean
    context: { action: string; principal: { arn: string } }
  }
  assert.deepEqual(
    [decoded.allowed, decoded.explicitDeny, decoded.context.action, decoded.context.principal.arn],
    [false, true, 'ec2:DescribeRegions', 'arn:aws:iam::222222222222:user/admin'],
  )
})

test('a policy that changes is felt by the next call, although compiled policies are kept', async () => {
  const cloud = createSimulation({ services: [stsService, iamService], seedWorld: seedTinyWorld })
  const { iam } = clientsOf(cloud, targetAdminKeys)
  let version = 1
  let root = [fullAccess]
  cloud.aws.provide(organizationProvider, () => ({
    id: 'o-aaaaaaaaaa',
    managementAccountId: callerAccount,
    path: 'o-aaaaaaaaaa/r-aaaa/',
    version,
    scp: [{ target: 'r-aaaa', policies: root }],
  }))
  await iam.send(new ListRolesCommand({}))
  root = [fullAccess, { name: denyArn, document: policy('Deny', 'iam:*', '*') }]
  version = 2
  assert.equal((await failureOf(iam.send(new ListRolesCommand({})))).name, 'AccessDenied')
})

test('an RCP of the role’s account stops AssumeRole from outside, whatever the trust policy says', async () => {
  const cloud = createSimulation({ services: [stsService, iamService], seedWorld: seedTinyWorld })
  const rcpArn = `arn:aws:organizations::${targetAccount}:policy/o-bbbbbbbbbb/resource_control_policy/p-bbbbbbbb`
  const document = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-bbbbbbbbbb' } },
      },
    ],
  }
  cloud.aws.provide(organizationProvider, (account) =>
    account === targetAccount
      ? {
          id: 'o-bbbbbbbbbb',
          managementAccountId: '333333333333',
          path: 'o-bbbbbbbbbb/r-bbbb/',
          version: 1,
          rcp: [{ target: 'r-bbbb', policies: [{ name: rcpArn, document }] }],
        }
      : undefined,
  )
  const command = new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/open', RoleSessionName: 'tests' })
  const { message } = await failureOf(clientsOf(cloud, adminKeys).sts.send(command))
  assert.equal(
    message,
    'User: arn:aws:iam::111111111111:user/admin is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/open with an explicit deny in a resource control policy',
  )
})

test('a root user may do everything but assume roles, and in a member account not what SCPs deny', async () => {
  const cloud = start([fullAccess, { name: denyArn, document: policy('Deny', 'iam:*', '*') }])
  const member = clientsOf(cloud, addRootAccessKey(cloud.aws, targetAccount))
  assert.match(
    (await failureOf(member.iam.send(new ListRolesCommand({})))).message,
    /^User: arn:aws:iam::222222222222:root is not authorized .* with an explicit deny in a service control policy$/,
  )
  const owner = clientsOf(cloud, addRootAccessKey(cloud.aws, callerAccount))
  await owner.iam.send(new ListRolesCommand({}))
  const refusal = await failureOf(
    owner.sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111111111111:role/hop', RoleSessionName: 'tests' })),
  )
  assert.deepEqual([refusal.name, refusal.message], ['AccessDenied', 'Roles may not be assumed by root accounts.'])
})
