import { enableServiceAccess, registerAdministrator } from '../organizations/delegation.ts'
import type { OrganizationRecord } from '../organizations/state.ts'
import { worldBegan } from './seeded-organization.ts'

const delegatedServices = [
  'account.amazonaws.com',
  'member.org.stacksets.cloudformation.amazonaws.com',
  'guardduty.amazonaws.com',
  'securityhub.amazonaws.com',
  'config.amazonaws.com',
]
const trustedOnly = ['cloudtrail.amazonaws.com', 'sso.amazonaws.com', 'ram.amazonaws.com']

/** Trusted access as a grown organization has it, with one account that administers most of it. */
export function seedDelegatedAdministrator(organization: OrganizationRecord, accountId: string): void {
  for (const service of [...delegatedServices, ...trustedOnly]) enableServiceAccess(organization, service, worldBegan)
  for (const servicePrincipal of delegatedServices) registerAdministrator(organization, { accountId, servicePrincipal }, worldBegan)
}
