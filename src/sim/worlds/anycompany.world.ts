import { defineWorld, type WorldFacts, type WorldOptions } from '../define-world.ts'
import { joinOrganization } from '../organizations/membership.ts'
import { attach } from '../organizations/policies.ts'
import type { OrganizationRecord } from '../organizations/state.ts'
import { putTags } from '../organizations/tags.ts'
import type { SimulatedAws } from '../state.ts'
import { worldConditions } from './conditions.ts'
import { seedDelegatedAdministrator } from './delegated-administrator.ts'
import { seedMemberRoles } from './estate-roles.ts'
import { keysOf, seedManagementAccount, seedStandaloneAccounts } from './facts.ts'
import { memberRoleName, seedAdministrator, seedCaller, seedOrgRole, trustOf } from './identities.ts'
import { seedMemberStackSet } from './member-stack-set.ts'
import { quarantine, scpDraft } from './policy-library.ts'
import { addAccount, seedOrganization, seedPolicy, seedUnit, worldBegan } from './seeded-organization.ts'

/** PERIM-6: six OUs in all. */
const units: readonly { readonly name: string; readonly under?: string }[] = [
  { name: 'Media' },
  { name: 'Sports' },
  { name: 'Governance' },
  { name: 'Baseball', under: 'Sports' },
  { name: 'Basketball', under: 'Sports' },
  { name: 'Football', under: 'Sports' },
]

type Cast = {
  readonly name: string
  readonly unit: string
  readonly tags?: Readonly<Record<string, string>>
  readonly condition?: 'suspended' | 'role_missing' | 'scp_blocked'
}
const cast: readonly Cast[] = [
  { name: 'audit', unit: 'Governance', tags: { owner: 'security@anycompany.example', tier: '0' } },
  { name: 'newsroom-prod', unit: 'Media', tags: { environment: 'production', tier: '1' } },
  { name: 'newsroom-dev', unit: 'Media', tags: { environment: 'development', tier: '3' } },
  { name: 'scores', unit: 'Sports', tags: { environment: 'production', tier: '1' } },
  { name: 'baseball-stats', unit: 'Baseball', tags: { environment: 'production', tier: '2' } },
  { name: 'basketball-stats', unit: 'Basketball', tags: { environment: 'production', tier: '2' } },
  { name: 'football-stats', unit: 'Football', tags: { environment: 'production', tier: '2' }, condition: 'role_missing' },
  { name: 'football-archive', unit: 'Football', condition: 'suspended' },
  { name: 'incident-42', unit: 'Sports', tags: { environment: 'production' }, condition: 'scp_blocked' },
  { name: 'sandbox-anna', unit: 'Root' },
]

/** The example tree with a few accounts; always the same size, whatever the options ask for. */
export const anycompanyWorld = defineWorld({ name: 'anycompany', build: buildAnycompany })

function buildAnycompany(aws: SimulatedAws, options: WorldOptions): WorldFacts {
  const management = seedManagementAccount(aws, options)
  const organization = seedOrganization(aws, management)
  const unitIds = new Map([['Root', organization.rootId]])
  for (const { name, under = 'Root' } of units)
    unitIds.set(name, seedUnit(aws, organization, { name, parentId: unitIds.get(under) ?? organization.rootId }))
  const accountIds = new Map(
    cast.map((member) => [
      member.name,
      seedCastMember(aws, organization, { ...member, parentId: unitIds.get(member.unit) ?? organization.rootId }),
    ]),
  )
  seedGuardrails(aws, organization, accountIds.get('incident-42'))

  const caller = seedCaller(aws, management.id)
  const externalId = aws.ids.lower('external-id', 32)
  const trusted = { principalArn: caller.arn, externalId }
  const orgRoleArn = seedOrgRole(aws, management.id, trustOf(trusted))
  seedMemberRoles(aws, organization, trusted)
  const auditId = accountIds.get('audit')
  if (auditId !== undefined) {
    seedOrgRole(aws, auditId, trustOf(trusted))
    seedDelegatedAdministrator(organization, auditId)
  }
  seedMemberStackSet(aws, organization)
  const admin = seedAdministrator(aws, management.id, options.admin)
  return {
    managementAccountId: management.id,
    organizationId: organization.id,
    ...keysOf(caller),
    orgRoleArn,
    memberRoleName,
    externalId,
    adminAccessKeyId: admin.accessKeyId,
    adminSecretAccessKey: admin.secretAccessKey,
    standaloneAccounts: seedStandaloneAccounts(aws, options.standaloneAccounts),
  }
}

function seedCastMember(
  aws: SimulatedAws,
  organization: OrganizationRecord,
  { name, parentId, condition, tags = {} }: Cast & { readonly parentId: string },
): string {
  const account = addAccount(aws, { id: aws.ids.accountId(), name, email: `aws+${name}@anycompany.example`, createdAt: worldBegan })
  joinOrganization(aws, organization, { account, method: 'CREATED', parentId, joinedAt: worldBegan })
  if (condition === 'suspended') account.state = 'SUSPENDED'
  if (condition !== undefined) worldConditions(aws).set(account.id, condition)
  putTags(organization, { id: account.id, at: worldBegan, tags: new Map(Object.entries(tags)) })
  return account.id
}

function seedGuardrails(aws: SimulatedAws, organization: OrganizationRecord, blockedId: string | undefined): void {
  const random = aws.random('world/policies')
  const leave = seedPolicy(aws, organization, { type: 'SERVICE_CONTROL_POLICY', ...scpDraft(random, 1) })
  attach(organization, { policyId: leave.id, targetId: organization.rootId }, worldBegan)
  const isolate = seedPolicy(aws, organization, { type: 'SERVICE_CONTROL_POLICY', ...quarantine })
  if (blockedId !== undefined) attach(organization, { policyId: isolate.id, targetId: blockedId }, worldBegan)
}
