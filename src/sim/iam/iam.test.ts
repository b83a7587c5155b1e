import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetAccountSummaryCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SetSecurityTokenServicePreferencesCommand,
  TagRoleCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { createSimulation, type Simulation } from '../simulated-aws.ts'
import { stsService } from '../sts/sts.service.ts'
import { clientsOf, failureOf } from '../support/sdk-clients.ts'
import { policy, seedTinyWorld, targetAdminKeys, trust } from '../support/tiny-world.ts'
import { iamService } from './iam.service.ts'

function start() {
  const cloud: Simulation = createSimulation({ services: [stsService, iamService], seedWorld: seedTinyWorld })
  return { cloud, ...clientsOf(cloud, targetAdminKeys) }
}

test('a user made over the API can sign in with its keys, until they are made inactive', async () => {
  const { cloud, iam } = start()
  await iam.send(new CreateUserCommand({ UserName: 'ana', Path: '/people/' }))
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))
  const keys = { accessKeyId: key!.AccessKeyId!, secretAccessKey: key!.SecretAccessKey! }
  const ana = clientsOf(cloud, keys)
  assert.equal((await ana.sts.send(new GetCallerIdentityCommand({}))).Arn, 'arn:aws:iam::222222222222:user/people/ana')
  assert.equal((await failureOf(ana.iam.send(new GetUserCommand({})))).name, 'AccessDenied')
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'ana',
      PolicyName: 'self',
      PolicyDocument: JSON.stringify(policy('Allow', 'iam:GetUser', 'arn:aws:iam::222222222222:user/people/${aws:username}')),
    }),
  )
  assert.equal((await ana.iam.send(new GetUserCommand({}))).User!.UserName, 'ana')
  assert.equal((await failureOf(ana.iam.send(new GetUserCommand({ UserName: 'admin' })))).name, 'AccessDenied')

  await iam.send(new UpdateAccessKeyCommand({ UserName: 'ana', AccessKeyId: keys.accessKeyId, Status: 'Inactive' }))
  assert.equal((await iam.send(new ListAccessKeysCommand({ UserName: 'ana' }))).AccessKeyMetadata![0]!.Status, 'Inactive')
  assert.equal((await failureOf(ana.sts.send(new GetCallerIdentityCommand({})))).name, 'InvalidClientTokenId')
  await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))
  assert.equal(
    (await failureOf(iam.send(new CreateAccessKeyCommand({ UserName: 'ana' })))).message,
    'Cannot exceed quota for AccessKeysPerUser: 2',
  )
})

test('a role comes back as it was made, its documents URL-encoded', async () => {
  const { iam } = start()
  const document = JSON.stringify(trust())
  const { Role: made } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'kit',
      Path: '/reeve/',
      AssumeRolePolicyDocument: document,
      Description: 'a & b <c>',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'team', Value: 'blue' }],
    }),
  )
  assert.match(made!.RoleId!, /^AROA[A-Z2-7]{17}$/)
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'kit', PolicyName: 'inline', PolicyDocument: JSON.stringify(policy('Allow', 's3:*', '*')) }),
  )
  await iam.send(new TagRoleCommand({ RoleName: 'kit', Tags: [{ Key: 'cost', Value: '1' }] }))
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: 'kit' }))
  assert.equal(role!.Arn, 'arn:aws:iam::222222222222:role/reeve/kit')
  assert.equal(role!.Description, 'a & b <c>')
  assert.equal(role!.MaxSessionDuration, 7200)
  assert.equal(decodeURIComponent(role!.AssumeRolePolicyDocument!), document)
  assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName: 'kit' }))).Tags, [
    { Key: 'team', Value: 'blue' },
    { Key: 'cost', Value: '1' },
  ])
  const inline = await iam.send(new GetRolePolicyCommand({ RoleName: 'kit', PolicyName: 'inline' }))
  assert.deepEqual(JSON.parse(decodeURIComponent(inline.PolicyDocument!)), policy('Allow', 's3:*', '*'))
  assert.deepEqual(
    (await iam.send(new ListRolesCommand({ PathPrefix: '/reeve/' }))).Roles!.map((each) => each.RoleName),
    ['kit'],
  )
})

test('a role is only deleted when nothing hangs on it', async () => {
  const { iam } = start()
  const refusal = await failureOf(iam.send(new DeleteRoleCommand({ RoleName: 'reader' })))
  assert.deepEqual(
    [refusal.name, refusal.status, refusal.message],
    ['DeleteConflictException', 409, 'Cannot delete entity, must detach all policies first.'],
  )
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'reader', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }))
  await iam.send(new DeleteRoleCommand({ RoleName: 'reader' }))
  const missing = await failureOf(iam.send(new GetRoleCommand({ RoleName: 'reader' })))
  assert.deepEqual(
    [missing.name, missing.status, missing.message],
    ['NoSuchEntityException', 404, 'The role with name reader cannot be found.'],
  )
})

test('malformed documents and principals that do not exist are refused', async () => {
  const { iam } = start()
  const put = (PolicyDocument: string) =>
    failureOf(iam.send(new PutRolePolicyCommand({ RoleName: 'open', PolicyName: 'x', PolicyDocument })))
  assert.deepEqual((await put('{')).name, 'MalformedPolicyDocumentException')
  assert.match(
    (await put(JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*' }] }))).message,
    /must contain resources/,
  )
  const nobody = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:role/nobody' }, Action: 'sts:AssumeRole' }],
  })
  const refusal = await failureOf(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'open', PolicyDocument: nobody })))
  assert.equal(refusal.message, 'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/nobody"')
})

test('a managed policy keeps versions, counts its attachments and cannot go while attached', async () => {
  const { iam } = start()
  const { Policy: made } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: JSON.stringify(policy('Allow', 's3:*', '*')) }),
  )
  const PolicyArn = made!.Arn!
  await iam.send(
    new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: JSON.stringify(policy('Allow', 'sqs:*', '*')), SetAsDefault: true }),
  )
  const { PolicyVersion: version } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))
  assert.equal(version!.IsDefaultVersion, true)
  assert.match(decodeURIComponent(version!.Document!), /sqs/)
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'open', PolicyArn }))
  assert.deepEqual(
    (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'open' }))).AttachedPolicies!.map((each) => each.PolicyName),
    ['own', 'AdministratorAccess'],
  )
  assert.equal((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies![0]!.AttachmentCount, 1)
  assert.equal((await failureOf(iam.send(new DeletePolicyCommand({ PolicyArn })))).name, 'DeleteConflictException')
  assert.equal(
    (await failureOf(iam.send(new AttachRolePolicyCommand({ RoleName: 'open', PolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy' })))).name,
    'NoSuchEntityException',
  )
})

test('a service-linked role is made once and belongs to its service', async () => {
  const { iam } = start()
  const command = new CreateServiceLinkedRoleCommand({ AWSServiceName: 'organizations.amazonaws.com' })
  assert.equal(
    (await iam.send(command)).Role!.Arn,
    'arn:aws:iam::222222222222:role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations',
  )
  assert.equal((await failureOf(iam.send(command))).name, 'InvalidInputException')
  assert.equal(
    (await failureOf(iam.send(new DeleteRoleCommand({ RoleName: 'AWSServiceRoleForOrganizations' })))).name,
    'UnmodifiableEntityException',
  )
})

test('the account summary shows which tokens the global endpoint gives', async () => {
  const { iam } = start()
  const version = async () => (await iam.send(new GetAccountSummaryCommand({}))).SummaryMap!['GlobalEndpointTokenVersion' as 'Users']
  assert.equal(await version(), 1)
  await iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: 'v2Token' }))
  assert.equal(await version(), 2)
})

test('lists page with a marker that belongs to its own request', async () => {
  const { iam } = start()
  const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }))
  assert.equal(first.IsTruncated, true)
  const second = await iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }))
  assert.deepEqual([second.Roles!.length, second.IsTruncated, second.Marker], [1, false, undefined])
  assert.match((await failureOf(iam.send(new ListRolesCommand({ PathPrefix: '/x/', Marker: first.Marker })))).message, /Invalid Marker/)
  assert.match(
    (await failureOf(iam.send(new ListRolesCommand({ MaxItems: 1001 })))).message,
    /Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000/,
  )
})

test('documents that are too long for their place, and an eleventh attached policy, are refused', async () => {
  const { iam } = start()
  const long = (length: number) => JSON.stringify(policy('Allow', 's3:GetObject', `arn:aws:s3:::${'x'.repeat(length)}`))
  const inline = (length: number) => iam.send(new PutRolePolicyCommand({ RoleName: 'open', PolicyName: 'x', PolicyDocument: long(length) }))
  await inline(10_000)
  assert.match((await failureOf(inline(10_240))).message, /Maximum policy size of 10240 bytes exceeded/)
  const managed = await failureOf(iam.send(new CreatePolicyCommand({ PolicyName: 'x', PolicyDocument: long(6144) })))
  assert.deepEqual(
    [managed.name, managed.status, managed.message],
    ['LimitExceededException', 409, 'Cannot exceed quota for PolicySize: 6144'],
  )
  for (let count = 1; count <= 10; count += 1) {
    const { Policy: made } = await iam.send(new CreatePolicyCommand({ PolicyName: `p${count}`, PolicyDocument: long(1) }))
    const attach = iam.send(new AttachRolePolicyCommand({ RoleName: 'open', PolicyArn: made!.Arn! }))
    if (count < 10) await attach
    else assert.equal((await failureOf(attach)).message, 'Cannot exceed quota for PoliciesPerRole: 10')
  }
})
