import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPolicy, linkPolicy } from '#sim/organizations/policies.ts'
import { findOrganizationOf } from '#sim/organizations/state.ts'
import { addRole, findIam } from '#sim/iam/state.ts'
import { services } from '#sim/services.gen.ts'
import { createSimulation } from '#sim/simulated-aws.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { orgRoleActions, trustOf } from '#sim/worlds/identities.ts'
import { doorOf, formFor, openOrganizationWorld, type OrganizationWorld } from '#test/support/organization-world.ts'
import { parseOrganizationForm } from './organization-form.ts'
import { requiredActions } from './required-actions.ts'
import { type Validation, validateOrganization } from './validate-organization.ts'

type RolePatch = Readonly<Record<string, unknown>>

async function validate(world: Pick<OrganizationWorld, 'door' | 'facts'>, role: RolePatch = {}): Promise<Validation> {
  const form = formFor(world)
  const input = { credentials: { ...form.credentials, organizationRole: { ...form.credentials.organizationRole, ...role } } }
  const parsed = parseOrganizationForm(input, { callerKind: 'user', storedKeysAllowed: false })
  assert.ok(parsed.kind === 'valid')
  return validateOrganization(world.door, parsed.value.credentials, { actor: 'test', signal: new AbortController().signal })
}

function refused(validation: Validation) {
  assert.ok(validation.kind === 'refused', 'the validation should refuse')
  return validation
}
function accepted(validation: Validation) {
  assert.ok(validation.kind === 'valid', `refused: ${validation.kind === 'refused' ? validation.detail : ''}`)
  return validation
}
function callsOf({ simulation }: OrganizationWorld): Readonly<Record<string, number>> {
  return simulation.stats().calls
}

/** A role in `accountId` with the world's trust and these actions. */
function addOrgRole(
  { simulation, facts }: OrganizationWorld,
  accountId: string,
  { name, actions, maxSessionDuration = 3600 }: { name: string; actions: readonly string[]; maxSessionDuration?: number },
): string {
  const caller = `arn:aws:iam::${facts.managementAccountId}:user/reeve-caller`
  const role = addRole(simulation.aws, accountId, {
    name: 'ReeveOrganizationRole',
    // The world's caller may assume a role of this name: under a path within its own account, where the trust suffices, elsewhere without.
    path: accountId === facts.managementAccountId ? `/${name}/` : '/',
    trust: trustOf({ principalArn: caller, externalId: facts.externalId! }),
    inline: { policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } },
    maxSessionDuration,
    createdAt: 0,
  })
  return role.arn
}

function organizationIn({ simulation, facts }: OrganizationWorld) {
  const organization = findOrganizationOf(simulation.aws, facts.managementAccountId)
  assert.ok(organization !== undefined)
  return organization
}

function delegatedAccountIn(world: OrganizationWorld): string {
  const ids = [...organizationIn(world).members.keys()].filter((id) => id !== world.facts.managementAccountId)
  const found = ids.find((id) => findIam(world.simulation.aws, id)?.roles.has('ReeveOrganizationRole'))
  assert.ok(found !== undefined)
  return found
}

test('a well-made role passes: assumed, recognised, and every action of the exact set checked [ORG-18, ORG-19, ROLE-5]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const { organization, permissions, warnings } = accepted(await validate(world))
  assert.equal(organization.organizationId, world.facts.organizationId)
  assert.equal(organization.managementAccountId, world.facts.managementAccountId)
  assert.equal(organization.registeredThrough, 'management_account')
  assert.deepEqual(
    permissions.checks.map(({ action }) => action),
    [...requiredActions],
  )
  assert.deepEqual(new Set(permissions.checks.map(({ result }) => result)), new Set(['allowed']))
  assert.deepEqual(warnings, [])
  assert.equal(callsOf(world)['organizations:ListAccounts'], undefined, 'what is simulated as allowed is not called')
})

test('member roles are not tried at registration [ORG-20]', async () => {
  const world = openOrganizationWorld(estateWorld)
  accepted(await validate(world))
  const { errors } = world.simulation.stats()
  // The one refused AssumeRole asks for a SourceIdentity, which this world's trust does not allow.
  assert.ok((callsOf(world)['sts:AssumeRole'] ?? 0) <= 2, JSON.stringify(errors))
})

for (const missing of orgRoleActions.filter(
  (action) => !['iam:SimulatePrincipalPolicy', 'organizations:DescribeOrganization'].includes(action),
)) {
  test(`a role without ${missing} is refused, and the reply names it [ORG-19]`, async () => {
    const world = openOrganizationWorld(estateWorld)
    const arn = addOrgRole(world, world.facts.managementAccountId, {
      name: 'less',
      actions: orgRoleActions.filter((action) => action !== missing),
    })
    const { code, fields, permissions } = refused(await validate(world, { arn }))
    assert.equal(code, 'organization_permissions_missing')
    assert.deepEqual(
      fields.map(({ value }) => value),
      [missing],
    )
    const check = permissions?.checks.find(({ action }) => action === missing)
    assert.deepEqual([check?.how, check?.result, check?.simulated], ['called', 'denied', 'implicitDeny'])
    assert.equal(callsOf(world)[missing], missing === 'organizations:ListRoots' ? 2 : 1, 'the simulated deny was confirmed by a real call')
  })
}

test('several missing actions are all named at once [ORG-19]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const arn = addOrgRole(world, world.facts.managementAccountId, {
    name: 'less',
    actions: ['organizations:DescribeOrganization', 'iam:SimulatePrincipalPolicy'],
  })
  const { fields, detail } = refused(await validate(world, { arn }))
  assert.equal(fields.length, 13)
  assert.match(detail, /lacks 13 of the required permissions: organizations:ListRoots, /)
})

test('a role that may not even describe its organization is refused at that step [ORG-18]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const arn = addOrgRole(world, world.facts.managementAccountId, { name: 'none', actions: ['iam:SimulatePrincipalPolicy'] })
  const { step, code, fields } = refused(await validate(world, { arn }))
  assert.deepEqual(
    [step, code, fields[0]?.value],
    ['describe_organization', 'organization_permissions_missing', 'organizations:DescribeOrganization'],
  )
})

test('a role that may not simulate is checked by calling every action, and said so [ORG-19]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const arn = addOrgRole(world, world.facts.managementAccountId, {
    name: 'mute',
    actions: orgRoleActions.filter((action) => !action.startsWith('iam:')),
  })
  const { permissions, warnings } = accepted(await validate(world, { arn }))
  const others = permissions.checks.filter(({ action }) => action !== 'iam:SimulatePrincipalPolicy')
  assert.deepEqual(new Set(others.map(({ how, result }) => `${how} ${result}`)), new Set(['called allowed']))
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['not_simulated'],
  )
})

test('without simulation a missing action is still found by calling it [ORG-19]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const arn = addOrgRole(world, world.facts.managementAccountId, {
    name: 'mute',
    actions: orgRoleActions.filter((action) => !action.startsWith('iam:') && action !== 'organizations:ListPolicies'),
  })
  const { fields } = refused(await validate(world, { arn }))
  assert.deepEqual(
    fields.map(({ value }) => value),
    ['organizations:ListPolicies'],
  )
})

test('an endpoint that does not offer the simulator is checked by calling every action [ORG-19]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const withoutSimulator = services.map((service) =>
    service.name === 'iam'
      ? { ...service, operations: service.operations.filter(({ name }) => name !== 'SimulatePrincipalPolicy') }
      : service,
  )
  const simulation = createSimulation({
    seed: 7,
    services: withoutSimulator,
    seedWorld: (aws) => void estateWorld.build(aws, { accounts: 60, standaloneAccounts: 0 }),
  })
  const { permissions } = accepted(await validate({ facts: world.facts, door: doorOf(simulation, world.facts) }))
  assert.equal(permissions.simulator.kind, 'unavailable')
  assert.equal(permissions.checks.filter(({ how, result }) => how === 'called' && result === 'allowed').length, 14)
})

test('an endpoint without IAM at all (404, 501) is checked by calling every action [ORG-19]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const simulation = createSimulation({
    seed: 7,
    services: services.filter(({ name }) => name !== 'iam'),
    seedWorld: (aws) => void estateWorld.build(aws, { accounts: 60, standaloneAccounts: 0 }),
  })
  for (const service of services) service.start?.(simulation.aws)
  const { permissions } = accepted(await validate({ facts: world.facts, door: doorOf(simulation, world.facts) }))
  assert.equal(permissions.simulator.kind, 'unavailable')
})

test('a simulated deny that a real call disproves is an artefact and no refusal [ORG-19, SCPW-3]', async () => {
  const world = openOrganizationWorld(estateWorld, {}, { legacySimulatorArtefact: true })
  const delegated = delegatedAccountIn(world)
  const organization = organizationIn(world)
  const policy = {
    id: 'p-artefact01',
    arn: `arn:aws:organizations::${world.facts.managementAccountId}:policy/${organization.id}/service_control_policy/p-artefact01`,
    type: 'SERVICE_CONTROL_POLICY',
    awsManaged: false,
    name: 'only-reeve',
    description: '',
    content: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OnlyReeve',
          Effect: 'Deny',
          Action: 'organizations:*',
          Resource: '*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ReeveOrganizationRole' } },
        },
      ],
    }),
  } as const
  addPolicy(organization, policy)
  linkPolicy(organization, policy, { id: delegated, type: 'ACCOUNT' })

  const { permissions, warnings } = accepted(await validate(world, { arn: `arn:aws:iam::${delegated}:role/ReeveOrganizationRole` }))
  const artefacts = permissions.checks.filter(({ result }) => result === 'artefact')
  assert.ok(artefacts.length > 0, 'the legacy simulator denies under conditional SCPs')
  assert.ok(artefacts.every(({ how, simulated, why }) => how === 'called' && simulated !== 'allowed' && /although IAM simulates/.test(why)))
  assert.ok(warnings.some(({ code }) => code === 'simulator_artefact'))
})

test('a delegated administrator is recognised, warned about, and checked by calling [ORG-18, ROLE-4]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const delegated = delegatedAccountIn(world)
  const { organization, permissions, warnings } = accepted(
    await validate(world, { arn: `arn:aws:iam::${delegated}:role/ReeveOrganizationRole` }),
  )
  assert.equal(organization.registeredThrough, 'delegated_administrator')
  assert.ok(permissions.checks.every(({ how }) => how === 'called'))
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['delegated_administrator'],
  )
})

test('a member account that administers nothing is refused, whatever IAM simulates, and told about delegation [ORG-18]', async () => {
  const world = openOrganizationWorld(estateWorld)
  const delegated = delegatedAccountIn(world)
  const plain = [...organizationIn(world).members.values()].find(
    ({ account }) =>
      account.id !== world.facts.managementAccountId &&
      account.id !== delegated &&
      account.state === 'ACTIVE' &&
      findIam(world.simulation.aws, account.id)?.roles.has('ReeveMemberRole'),
  )
  assert.ok(plain !== undefined)
  const arn = addOrgRole(world, plain.account.id, { name: 'plain', actions: orgRoleActions })
  const { code, detail } = refused(await validate(world, { arn }))
  assert.equal(code, 'organization_permissions_missing')
  assert.match(detail, /is not the management account .*delegated administrator.*delegation policy/)
})

test('an organization with consolidated billing only is accepted with a warning', async () => {
  const world = openOrganizationWorld(estateWorld)
  organizationIn(world).featureSet = 'CONSOLIDATED_BILLING'
  const { organization, warnings } = accepted(await validate(world))
  assert.equal(organization.featureSet, 'CONSOLIDATED_BILLING')
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['consolidated_billing'],
  )
})

test('consolidated billing does not need the policy permissions', async () => {
  const world = openOrganizationWorld(estateWorld)
  organizationIn(world).featureSet = 'CONSOLIDATED_BILLING'
  const arn = addOrgRole(world, world.facts.managementAccountId, {
    name: 'billing',
    actions: orgRoleActions.filter((action) => !/Polic/.test(action) || action.startsWith('iam:')),
  })
  const { permissions } = accepted(await validate(world, { arn }))
  assert.equal(permissions.checks.filter(({ result }) => result === 'not_needed').length, 4)
})

const unassumable: [title: string, patch: (world: OrganizationWorld) => RolePatch, detail: RegExp][] = [
  ['a wrong ExternalId', () => ({ externalId: 'not-the-one' }), /does not say why.*expects another ExternalId/],
  ['a missing ExternalId', () => ({ externalId: null }), /does not say why.*expects an ExternalId and none was given/],
  [
    'a role that does not exist',
    ({ facts }) => ({ arn: `arn:aws:iam::${facts.managementAccountId}:role/Nobody` }),
    /does not say why.*does not exist/,
  ],
  ['a role in an account of somebody else', () => ({ arn: 'arn:aws:iam::999999999999:role/ReeveOrganizationRole' }), /does not say why/],
  ['a session longer than the role allows', () => ({ durationSeconds: 43_200 }), /longer than .* allows.*MaxSessionDuration/],
]
for (const [title, patch, detail] of unassumable) {
  test(`${title} is refused at AssumeRole with what is known and what to do [ORG-18]`, async () => {
    const world = openOrganizationWorld(estateWorld)
    const refusal = refused(await validate(world, patch(world)))
    assert.deepEqual([refusal.step, refusal.code], ['assume_role', 'organization_role_not_assumed'])
    assert.match(refusal.detail, detail)
    assert.ok(!JSON.stringify(refusal).includes(world.facts.externalId!), 'the ExternalId is not in the refusal')
    assert.ok(!JSON.stringify(refusal).includes('not-the-one'), 'a wrong ExternalId is not repeated either')
  })
}

test('a role in an account that is in no organization is refused [ORG-18]', async () => {
  const world = openOrganizationWorld(estateWorld, { standaloneAccounts: 1 })
  const alone = world.facts.standaloneAccounts[0]!.accountId
  const arn = addOrgRole(world, alone, { name: 'alone', actions: orgRoleActions })
  const { step, code, detail } = refused(await validate(world, { arn }))
  assert.deepEqual([step, code], ['describe_organization', 'organization_not_in_use'])
  assert.match(detail, new RegExp(`Account ${alone}.*is in no organization`))
})

test('what AWS did not answer is unknown, and unknown is never a pass', async () => {
  const world = openOrganizationWorld(estateWorld)
  const arn = addOrgRole(world, world.facts.managementAccountId, {
    name: 'mute',
    actions: orgRoleActions.filter((action) => !action.startsWith('iam:')),
  })
  world.simulation.breakBy({ seed: 1, rules: [{ service: 'organizations', operation: 'ListChildren', effect: 'internal_error' }] })
  const { code, detail, permissions } = refused(await validate(world, { arn }))
  assert.equal(code, 'organization_checks_incomplete')
  assert.match(detail, /ListChildren.*Nothing was stored/s)
  assert.deepEqual(
    permissions?.checks.filter(({ result }) => result === 'unknown').map(({ action }) => action),
    ['organizations:ListChildren'],
  )
})
