import { defineWorld, type WorldFacts, type WorldOptions } from '../define-world.ts'
import { organizationsState } from '../organizations/state.ts'
import { putTags } from '../organizations/tags.ts'
import type { SimulatedAws } from '../state.ts'
import { seedDelegatedAdministrator } from './delegated-administrator.ts'
import { seedMembers } from './estate-accounts.ts'
import { seedPolicies } from './estate-policies.ts'
import { seedMemberRoles } from './estate-roles.ts'
import { seedTree } from './estate-tree.ts'
import { keysOf, seedManagementAccount, seedStandaloneAccounts } from './facts.ts'
import { memberRoleName, seedAdministrator, seedCaller, seedOrgRole, trustOf } from './identities.ts'
import { seedMemberStackSet } from './member-stack-set.ts'
import { seedOrganization, worldBegan } from './seeded-organization.ts'
import { sizeFor } from './sizes.ts'

/** One page in so many is empty and carries a token: often enough to be met in every sync, too rare to cost two per cent of its calls. */
const emptyPageEvery = 200

/** An organization of any size, with everything in it that goes wrong in real ones. */
export const estateWorld = defineWorld({ name: 'estate', build: buildEstate })

function buildEstate(aws: SimulatedAws, options: WorldOptions): WorldFacts {
  const size = sizeFor(options.accounts)
  organizationsState(aws).switches.emptyPageEvery = emptyPageEvery
  const management = seedManagementAccount(aws, options)
  const organization = seedOrganization(aws, management)
  const tree = seedTree(aws, organization, size.units)
  const delegatedId = seedMembers(aws, organization, { tree, count: size.accounts - 1 })
  seedPolicies(aws, organization, { size, quarantineId: tree.quarantineId })
  putTags(organization, {
    id: management.id,
    at: worldBegan,
    tags: new Map([
      ['tier', '0'],
      ['owner', 'platform@anycompany.example'],
    ]),
  })

  const caller = seedCaller(aws, management.id)
  const externalId = aws.ids.lower('external-id', 32)
  const trusted = { principalArn: caller.arn, externalId }
  const orgRoleArn = seedOrgRole(aws, management.id, trustOf(trusted))
  seedMemberRoles(aws, organization, trusted)
  if (delegatedId !== undefined) {
    seedOrgRole(aws, delegatedId, trustOf(trusted))
    seedDelegatedAdministrator(organization, delegatedId)
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
