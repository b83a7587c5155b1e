import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { addRole, findIam, iamOf, type RoleRecord } from '#sim/iam/state.ts'
import { findOrganizationOf } from '#sim/organizations/state.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { doorOf, openOrganizationWorld, type OrganizationWorld } from '#test/support/organization-world.ts'
import { parseOrganizationForm } from '../organization-form.ts'
import { probeMember } from '../sync/collectors/probe-member.collector.ts'
import { validateOrganization } from '../validate-organization.ts'
import { kitTagKey, kitVersion } from './permissions.ts'
import { describeCaller, trustPolicy } from './policies.ts'
import { kitRequest, type RenderedKit, requestKit } from './request-kit.ts'

const work = { actor: 'test', signal: new AbortController().signal }

function fileOf(kit: RenderedKit, name: string): string {
  const file = kit.files.find((candidate) => candidate.name === name)
  assert.ok(file !== undefined, name)
  return file.content
}

/** Makes a role as the kit's template would: name, trust, policy, tag. */
function deploy(
  { simulation }: OrganizationWorld,
  accountId: string,
  { kit, role }: { kit: RenderedKit; role: 'organization' | 'member' },
): RoleRecord {
  return addRole(simulation.aws, accountId, {
    name: `reeve-${role}`,
    trust: fileOf(kit, `${role}-trust.json`),
    inline: { kit: fileOf(kit, role === 'organization' ? 'organization-policy.json' : 'read-only-policy.json') },
    tags: { [kitTagKey]: String(kitVersion) },
    createdAt: 0,
  })
}

function grantCaller({ simulation, facts }: OrganizationWorld, kit: RenderedKit): void {
  const iam = findIam(simulation.aws, facts.managementAccountId)
  const caller = iam?.users.get('reeve-caller')
  assert.ok(iam !== undefined && caller !== undefined)
  caller.inline.clear()
  caller.inline.set('kit', fileOf(kit, 'caller-policy.json'))
  iam.version += 1
}

test('roles made from the kit, and nothing besides, pass every check of a registration [ROLE-3, ROLE-5, ROLE-16]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const { managementAccountId } = world.facts
  const kit = await requestKit(
    world,
    kitRequest.parse({ orgRoleAccountId: managementAccountId, organizationId: world.facts.organizationId, callerInOrganization: true }),
    work,
  )
  const role = deploy(world, managementAccountId, { kit, role: 'organization' })
  grantCaller(world, kit)
  const form = parseOrganizationForm(
    {
      credentials: {
        organizationRole: { arn: role.arn, sessionName: 'reeve', externalId: kit.externalIds.organizationRole },
        memberRole: { name: 'reeve-member', sessionName: 'reeve', externalId: kit.externalIds.memberRole },
      },
    },
    { callerKind: 'user', storedKeysAllowed: false },
  )
  assert.ok(form.kind === 'valid')
  const validation = await validateOrganization(world.door, form.value.credentials, work)
  assert.ok(validation.kind === 'valid', validation.kind === 'refused' ? validation.detail : '')
  assert.deepEqual([validation.kitVersion, validation.warnings], [String(kitVersion), []])
  const errors = Object.keys(world.simulation.stats().errors)
  assert.deepEqual(errors, [], "the kit's trust allows naming actor and job, so nothing was denied on the way")
})

test('a member role made from the kit can be assumed, tells its kit version, and cannot read contents [ROLE-7, ROLE-8]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const member = [...findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)!.members.values()].find(
    ({ account }) => account.state === 'ACTIVE' && account.id !== world.facts.managementAccountId,
  )!
  const kit = await requestKit(world, kitRequest.parse({ orgRoleAccountId: world.facts.managementAccountId }), work)
  const role = deploy(world, member.account.id, { kit, role: 'member' })
  grantCaller(world, kit)
  const target = {
    caller: { kind: 'default' as const },
    role: { roleArn: role.arn, sessionName: 'reeve', externalId: kit.externalIds.memberRole! },
    expectedAccountId: member.account.id,
  }
  const session = await world.door.open(target, work)
  assert.ok(session.kind === 'ok', JSON.stringify(session))
  assert.deepEqual(await probeMember(world.door, { session: session.value, work }, role.name), {
    kind: 'ok',
    value: { kitTag: String(kitVersion) },
  })
  const wrong = await world.door.open({ ...target, role: { ...target.role, externalId: kit.externalIds.organizationRole! } }, work)
  assert.equal(wrong.kind, 'denied')
})

test("re-creating the caller's role breaks a trust that names its ARN, and not the kit's [ROLE-11]", async () => {
  const world = openOrganizationWorld(estateWorld)
  const { simulation, facts } = world
  const account = facts.managementAccountId
  const trustsAccount = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  }
  const mayAssume = { all: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] } }
  const server = () => addRole(simulation.aws, account, { name: 'reeve-server', trust: trustsAccount, inline: mayAssume, createdAt: 0 })
  const caller = describeCaller(server().arn)!
  const ours = addRole(simulation.aws, account, { name: 'ours', trust: trustPolicy({ caller, externalId: 'ext-1' }), createdAt: 0 })
  const naive = addRole(simulation.aws, account, {
    name: 'naive',
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: caller.principalArns[0] },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'ext-1' } },
        },
      ],
    },
    createdAt: 0,
  })
  const tryBoth = async () => {
    const door = await doorOfServer(world, caller.principalArns[0]!)
    const open = async (roleArn: string) =>
      (await door.open({ caller: { kind: 'default' }, role: { roleArn, sessionName: 'reeve', externalId: 'ext-1' } }, work)).kind
    return [await open(ours.arn), await open(naive.arn)]
  }
  assert.deepEqual(await tryBoth(), ['ok', 'ok'])
  iamOf(simulation.aws, account).roles.delete('reeve-server')
  server()
  assert.deepEqual(await tryBoth(), ['ok', 'denied'])
})

/** A door whose caller is a session of that role, as an instance profile would give it. */
async function doorOfServer({ simulation, facts }: OrganizationWorld, roleArn: string) {
  const credentials = { accessKeyId: facts.adminAccessKeyId!, secretAccessKey: facts.adminSecretAccessKey! }
  const sts = new STSClient({ region: 'us-east-1', credentials, requestHandler: simulation.requestHandler() })
  const { Credentials: session } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'i-0abc' }))
  return doorOf(simulation, {
    accessKeyId: session!.AccessKeyId!,
    secretAccessKey: session!.SecretAccessKey!,
    sessionToken: session!.SessionToken!,
  })
}
