import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePolicies, decide } from '#iam/index.ts'
import { requiredActions } from '../required-actions.ts'
import { externalIdPlaceholder, generateExternalId, type KitTerms, maxSessionDuration, splitRoleName } from './kit.ts'
import { deniedContentActions, diffKit, kitPermissions, kitVersion, permissionsOf, readKitTag, unknownBecauseOfKit } from './permissions.ts'
import { callerPolicy, type CallerFacts, delegationPolicy, describeCaller, rolePolicy, trustPolicy } from './policies.ts'
import { renderKit } from './render-kit.ts'

const caller: CallerFacts = describeCaller('arn:aws:sts::999999999999:assumed-role/reeve-server/i-0abc')!
const terms: KitTerms = {
  partition: 'aws',
  variant: 'management_account',
  caller,
  callerInOrganization: true,
  organizationId: 'o-aa111bb222',
  orgRoleAccountId: '111111111111',
  orgRole: { name: 'sec/reeve-organization', externalId: 'ext-org-1', durationSeconds: 3600 },
  memberRole: { name: 'sec/reeve-member', externalId: 'ext-member-1', durationSeconds: 7200 },
  homeRegion: 'us-east-1',
}

type Attempt = { readonly arn: string; readonly externalId?: string; readonly organizationId?: string; readonly principalId?: string }

/** What STS asks of the role's trust: the engine decides, as it does for the simulated AWS. */
function assume(trust: object, { arn, externalId, organizationId }: Attempt): string {
  const compiled = compilePolicies({ resource: trust, identity: [{ name: 'caller', document: allowAll }] })
  const accountId = arn.split(':')[4]!
  const context = {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': accountId,
    ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
    ...(organizationId !== undefined && { 'aws:PrincipalOrgID': organizationId }),
  }
  const request = {
    principal: { arn, accountId },
    action: 'sts:AssumeRole',
    resource: { arn: 'arn:aws:iam::222222222222:role/reeve-member', accountId: '222222222222' },
    context,
  }
  return decide(compiled, request).decision
}
const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

const trust = trustPolicy({ caller, externalId: 'ext-1', callerOrganizationId: 'o-aa111bb222' })
const right: Attempt = { arn: 'arn:aws:iam::999999999999:role/reeve-server', externalId: 'ext-1', organizationId: 'o-aa111bb222' }

test('the trust lets the caller in, and nobody else [ROLE-11, CONN-10]', () => {
  assert.equal(assume(trust, right), 'allowed')
  const wrong: [why: string, attempt: Attempt][] = [
    ['another ExternalId', { ...right, externalId: 'ext-2' }],
    ['no ExternalId', { arn: right.arn, organizationId: 'o-aa111bb222' }],
    ['another organization', { ...right, organizationId: 'o-cc333dd444' }],
    ['no organization', { arn: right.arn, externalId: 'ext-1' }],
    ['another role of the same account', { ...right, arn: 'arn:aws:iam::999999999999:role/reeve-server2' }],
    ['a role whose name only ends alike', { ...right, arn: 'arn:aws:iam::999999999999:role/not-reeve-server' }],
    ['a user of the same name', { ...right, arn: 'arn:aws:iam::999999999999:user/reeve-server' }],
    ['the same name in another account', { ...right, arn: 'arn:aws:iam::888888888888:role/reeve-server' }],
  ]
  for (const [why, attempt] of wrong) assert.notEqual(assume(trust, attempt), 'allowed', why)
})

test('a caller under an IAM path, which STS does not show, is recognised [ROLE-12]', () => {
  assert.equal(assume(trust, { ...right, arn: 'arn:aws:iam::999999999999:role/teams/sec/reeve-server' }), 'allowed')
})

test('trusts name the account and compare the ARN, so a re-created caller role is still trusted [ROLE-11]', () => {
  const [statement] = trust.Statement
  assert.deepEqual(statement?.Principal, { AWS: 'arn:aws:iam::999999999999:root' })
  assert.ok(
    !JSON.stringify(trust.Statement.map(({ Principal }) => Principal)).includes('role/'),
    'no Principal that AWS would replace by a unique id',
  )
})

test('a user as caller is trusted exactly [ROLE-2]', () => {
  const user = describeCaller('arn:aws:iam::999999999999:user/ops/reeve')!
  const trusted = trustPolicy({ caller: user, externalId: 'ext-1' })
  assert.equal(assume(trusted, { arn: 'arn:aws:iam::999999999999:user/ops/reeve', externalId: 'ext-1' }), 'allowed')
  assert.notEqual(assume(trusted, { arn: 'arn:aws:iam::999999999999:user/reeve', externalId: 'ext-1' }), 'allowed')
})

test('the root user is no caller to render a trust for', () => {
  assert.equal(describeCaller('arn:aws:iam::999999999999:root'), undefined)
})

function may(document: object, action: string, resource = '*'): string {
  const compiled = compilePolicies({
    identity: [
      { name: 'role', document: document },
      { name: 'attached by hand', document: allowAll },
    ],
  })
  return decide(compiled, {
    principal: { arn: 'arn:aws:iam::222222222222:role/reeve-member', accountId: '222222222222' },
    action,
    resource: { arn: resource, accountId: '222222222222' },
    context: {},
  }).decision
}

test('the member policy refuses contents, secrets and parameters, even beside AdministratorAccess', () => {
  const policy = rolePolicy('member', 'arn:aws:iam::*:role/reeve-member')
  for (const action of deniedContentActions) assert.equal(may(policy, action, 'arn:aws:s3:::bucket/key'), 'explicit_deny', action)
  assert.equal(may(policy, 's3:ListAllMyBuckets'), 'allowed')
})

test('each role may do exactly what is declared for it: no wildcard, nothing more [ROLE-4, ROLE-5]', () => {
  for (const role of ['organization', 'member'] as const) {
    const allowed = rolePolicy(role, 'arn:aws:iam::*:role/x')
      .Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action)
    assert.deepEqual(
      allowed.toSorted(),
      permissionsOf(role)
        .map(({ action }) => action)
        .toSorted(),
    )
    assert.ok(allowed.every((action) => !action.includes('*')))
    assert.ok(
      permissionsOf(role).every(({ access }) => access === 'read'),
      'this version writes nothing',
    )
  }
  const organization = permissionsOf('organization').map(({ action }) => action)
  for (const action of requiredActions) assert.ok(organization.includes(action), action)
})

test('the STS policy of the caller opens its roles and nothing else [CONN-4]', () => {
  const policy = callerPolicy({
    partition: 'aws',
    roleNames: ['sec/reeve-member'],
    orgRoleArn: 'arn:aws:iam::111111111111:role/sec/reeve-organization',
  })
  // Every role trusts everybody here, so that the caller's own policy alone decides.
  const open = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] }
  const compiled = compilePolicies({ identity: [{ name: 'sts', document: policy }], resource: open })
  const decision = (action: string, arn: string) =>
    decide(compiled, {
      principal: { arn: right.arn, accountId: '999999999999' },
      action,
      resource: { arn, accountId: arn.split(':')[4]! },
      context: {},
    }).decision
  assert.equal(decision('sts:AssumeRole', 'arn:aws:iam::123456789012:role/sec/reeve-member'), 'allowed')
  assert.equal(decision('sts:AssumeRole', 'arn:aws:iam::111111111111:role/sec/reeve-organization'), 'allowed')
  assert.equal(decision('sts:AssumeRole', 'arn:aws:iam::333333333333:role/sec/reeve-organization'), 'implicit_deny')
  assert.equal(decision('sts:AssumeRole', 'arn:aws:iam::123456789012:role/admin'), 'implicit_deny')
})

test('the delegation policy grants reads to the organization role alone', () => {
  const policy = delegationPolicy({ partition: 'aws', accountId: '333333333333', roleName: 'reeve-organization' })
  const actions = policy.Statement.flatMap(({ Action }) => Action)
  assert.ok(actions.every((action) => /^organizations:(List|Describe)[A-Za-z]+$/.test(action)))
  assert.equal(actions.length, 14)
  const decideFor = (arn: string) =>
    decide(compilePolicies({ resource: policy, identity: [{ name: 'own', document: allowAll }] }), {
      principal: { arn, accountId: '333333333333' },
      action: 'organizations:ListAccounts',
      resource: { arn: '*', accountId: '111111111111' },
      context: { 'aws:PrincipalArn': arn },
    }).decision
  assert.equal(decideFor('arn:aws:iam::333333333333:role/reeve-organization'), 'allowed')
  assert.notEqual(decideFor('arn:aws:iam::333333333333:role/other'), 'allowed')
})

const kit = renderKit(terms)
const fileNamed = (name: string) => kit.files.find((file) => file.name === name)!.content

test('the kit holds templates, parameters, commands, Terraform and the single-account policies [ROLE-16, CONN-2, CONN-3, CONN-11]', () => {
  assert.deepEqual(kit.files.map(({ name }) => name).toSorted(), [
    'caller-policy.json',
    'commands.sh',
    'instance-trust.json',
    'main.tf',
    'member-role.parameters.json',
    'member-role.stack-set.json',
    'member-role.template.json',
    'member-trust.json',
    'organization-policy.json',
    'organization-role.parameters.json',
    'organization-role.template.json',
    'organization-trust.json',
    'power-user-policy.json',
    'read-only-policy.json',
  ])
  for (const { name, content } of kit.files) if (name.endsWith('.json')) JSON.parse(content)
})

test('templates carry name, path, duration and kit version, and no ExternalId [ROLE-7, ROLE-9]', () => {
  const template = JSON.parse(fileNamed('member-role.template.json')) as {
    Parameters: { ExternalId: { NoEcho: boolean } }
    Resources: { Role: { Properties: Record<string, unknown> } }
  }
  const { RoleName, Path, MaxSessionDuration, Tags, AssumeRolePolicyDocument } = template.Resources.Role.Properties
  assert.deepEqual([RoleName, Path, MaxSessionDuration], ['reeve-member', '/sec/', 7200])
  assert.deepEqual(Tags, [{ Key: 'reeve:kit', Value: String(kitVersion) }])
  assert.ok(JSON.stringify(AssumeRolePolicyDocument).includes('"sts:ExternalId":{"Ref":"ExternalId"}'))
  assert.equal(template.Parameters.ExternalId.NoEcho, true)
  for (const name of ['member-role.template.json', 'organization-role.template.json', 'main.tf', 'commands.sh'])
    assert.ok(!/ext-(org|member)-1/.test(fileNamed(name)), name)
  assert.ok(fileNamed('member-role.parameters.json').includes('ext-member-1'))
  assert.ok(fileNamed('organization-role.parameters.json').includes('ext-org-1'))
})

test('templates hold the very policies that the files show, for the account they are deployed in [ROLE-16]', () => {
  for (const role of ['organization', 'member'] as const) {
    const template = fileNamed(`${role}-role.template.json`)
    const { AssumeRolePolicyDocument, Policies } = (
      JSON.parse(template) as {
        Resources: { Role: { Properties: { AssumeRolePolicyDocument: object; Policies: { PolicyDocument: object }[] } } }
      }
    ).Resources.Role.Properties
    const externalId = role === 'organization' ? 'ext-org-1' : 'ext-member-1'
    const deployed = (document: object) =>
      JSON.parse(
        JSON.stringify(document)
          .replaceAll('{"Ref":"ExternalId"}', JSON.stringify(externalId))
          .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, (_, text: string) =>
            text.replace('${AWS::Partition}', 'aws').replace('${AWS::AccountId}', '*'),
          ),
      ) as unknown
    assert.deepEqual(deployed(AssumeRolePolicyDocument), JSON.parse(fileNamed(`${role}-trust.json`)))
    assert.deepEqual(
      deployed(Policies[0]!.PolicyDocument),
      JSON.parse(fileNamed(role === 'member' ? 'read-only-policy.json' : 'organization-policy.json')),
    )
  }
})

test('the kit says that service-managed StackSets skip the management account, and gives the command for it [ROLE-15, ORG-30]', () => {
  assert.ok(kit.notes.some((note) => /skip the management account/.test(note)))
  assert.match(fileNamed('commands.sh'), /In the management account: the member role once more/)
})

test('the delegated variant renders the delegation policy and says what still needs the management account [ROLE-4]', () => {
  const delegated = renderKit({ ...terms, variant: 'delegated_administrator', orgRoleAccountId: '333333333333' })
  assert.ok(delegated.files.some(({ name }) => name === 'delegation-policy.json'))
  assert.ok(delegated.notes.filter((note) => note.startsWith('Still needs the management account')).length >= 3)
  assert.match(delegated.files.find(({ name }) => name === 'commands.sh')!.content, /put-resource-policy[\s\S]*--call-as DELEGATED_ADMIN/)
})

test('a caller not known to be inside the organization gets no organization condition, and the kit says so', () => {
  const outside = renderKit({ ...terms, callerInOrganization: false })
  assert.ok(outside.files.every(({ content }) => !content.includes('aws:PrincipalOrgID')))
  assert.ok(outside.notes.some((note) => /confused deputy/.test(note)))
})

test('an unknown ExternalId is a placeholder that is said to be one', () => {
  const blank = renderKit({ ...terms, memberRole: { ...terms.memberRole, externalId: null } })
  assert.ok(blank.files.find(({ name }) => name === 'member-role.parameters.json')!.content.includes(externalIdPlaceholder))
  assert.ok(blank.notes.some((note) => /placeholder/.test(note)))
})

test('an ExternalId is random, unique and within the rules of STS [CONN-9]', () => {
  const ids = Array.from({ length: 1000 }, () => generateExternalId())
  assert.equal(new Set(ids).size, 1000)
  assert.ok(ids.every((id) => /^[\w+=,.@:/-]{2,1224}$/.test(id) && id.length >= 40))
})

test('a role name splits into path and name and joins again', () => {
  const part = fc.stringMatching(/^[\w+=,.@-]{1,12}$/)
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const { path, roleName } = splitRoleName(parts.join('/'))
      assert.equal(`${path}${roleName}`, `/${parts.join('/')}`)
    }),
  )
})

test('a MaxSessionDuration is never below the hour that IAM demands [ROLE-9]', () => {
  assert.equal(maxSessionDuration(900), 3600)
  assert.equal(maxSessionDuration(43_200), 43_200)
})

test('a diff between kits lists what the newer one adds, and nothing between equal ones', () => {
  const made = [
    ...kitPermissions,
    { action: 'ec2:DescribeRegions', role: 'member', need: 'required', access: 'read', since: 2, why: 'x' } as const,
  ]
  assert.deepEqual(
    diffKit(1, made, 2).added.map(({ action }) => action),
    ['ec2:DescribeRegions'],
  )
  assert.deepEqual(diffKit(2, made, 2).added, [])
  assert.deepEqual(diffKit(0).added, kitPermissions)
  assert.deepEqual(diffKit(kitVersion).added, [])
})

test('an old kit makes a newer action unknown, never failed; a recent kit does not excuse a denial', () => {
  const made = [
    ...kitPermissions,
    { action: 'ec2:DescribeRegions', role: 'member', need: 'required', access: 'read', since: 3, why: 'x' } as const,
  ]
  assert.match(unknownBecauseOfKit('ec2:DescribeRegions', { kind: 'old', version: 1 }, made) ?? '', /^unknown: kit too old/)
  assert.equal(unknownBecauseOfKit('ec2:DescribeRegions', { kind: 'current' }, made), undefined)
  assert.equal(unknownBecauseOfKit('iam:ListRoleTags', { kind: 'old', version: 1 }, made), undefined)
})

test('a kit tag is read exactly; anything else counts as untagged', () => {
  assert.deepEqual(readKitTag(String(kitVersion)), { kind: 'current' })
  assert.deepEqual(readKitTag(String(kitVersion + 1)), { kind: 'newer', version: kitVersion + 1 })
  for (const value of [undefined, '', '0', '-1', '1.5', 'v1', ' 1', '9999999'])
    assert.deepEqual(readKitTag(value), { kind: 'untagged' }, String(value))
})
