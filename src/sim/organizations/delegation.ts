import { constraintError, invalidInputError, organizationsError } from './errors.ts'
import { PagedMap } from './paged-map.ts'
import type { OrganizationRecord } from './state.ts'
import { getMember } from './tree.ts'

/** Services that may be given trusted access, and how many delegated administrators each may have. */
const administratorsMax: Readonly<Record<string, number>> = {
  'access-analyzer.amazonaws.com': 1,
  'account.amazonaws.com': 1,
  'aws-artifact-account-sync.amazonaws.com': 0,
  'backup.amazonaws.com': 1,
  'cloudtrail.amazonaws.com': 3,
  'compute-optimizer.amazonaws.com': 1,
  'config-multiaccountsetup.amazonaws.com': 3,
  'config.amazonaws.com': 3,
  'controltower.amazonaws.com': 0,
  'cost-optimization-hub.bcm.amazonaws.com': 1,
  'detective.amazonaws.com': 1,
  'devops-guru.amazonaws.com': 1,
  'fms.amazonaws.com': 10,
  'guardduty.amazonaws.com': 1,
  'health.amazonaws.com': 5,
  'iam.amazonaws.com': 1,
  'inspector2.amazonaws.com': 1,
  'ipam.amazonaws.com': 1,
  'license-manager.amazonaws.com': 1,
  'macie.amazonaws.com': 1,
  'malware-protection.guardduty.amazonaws.com': 1,
  'member.org.stacksets.cloudformation.amazonaws.com': 5,
  'ram.amazonaws.com': 0,
  'reporting.trustedadvisor.amazonaws.com': 5,
  'resource-explorer-2.amazonaws.com': 1,
  'securityhub.amazonaws.com': 1,
  'servicecatalog.amazonaws.com': 50,
  'ssm.amazonaws.com': 1,
  'sso.amazonaws.com': 1,
  'storage-lens.s3.amazonaws.com': 5,
  'tagpolicies.tag.amazonaws.com': 0,
}

function assertServicePrincipal(servicePrincipal: string): void {
  if (!Object.hasOwn(administratorsMax, servicePrincipal)) throw invalidInputError('UNRECOGNIZED_SERVICE_PRINCIPAL')
}

/** Enabling twice is no error and keeps the first date. */
export function enableServiceAccess(organization: OrganizationRecord, servicePrincipal: string, at: number): void {
  assertServicePrincipal(servicePrincipal)
  if (organization.featureSet !== 'ALL') throw constraintError('ORGANIZATION_NOT_IN_ALL_FEATURES_MODE')
  if (!organization.serviceAccess.has(servicePrincipal))
    organization.serviceAccess.set(servicePrincipal, { servicePrincipal, enabledAt: at })
}

export function disableServiceAccess(organization: OrganizationRecord, servicePrincipal: string): void {
  assertServicePrincipal(servicePrincipal)
  const hasAdministrator = [...organization.delegated.values()].some(({ services }) => services.has(servicePrincipal))
  if (hasAdministrator) throw constraintError('DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE')
  organization.serviceAccess.delete(servicePrincipal)
}

export function registerAdministrator(
  organization: OrganizationRecord,
  registration: { readonly accountId: string; readonly servicePrincipal: string },
  at: number,
): void {
  const { accountId, servicePrincipal } = registration
  assertServicePrincipal(servicePrincipal)
  const { account } = getMember(organization, accountId)
  if (accountId === organization.managementAccountId) throw constraintError('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR')
  if (account.state !== 'ACTIVE') throw constraintError('CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR')
  if (!organization.serviceAccess.has(servicePrincipal)) throw constraintError('SERVICE_ACCESS_NOT_ENABLED')
  const held = organization.delegated.get(accountId)
  if (held?.services.has(servicePrincipal) === true) throw organizationsError('AccountAlreadyRegisteredException')
  const others = [...organization.delegated.values()].filter(({ services }) => services.has(servicePrincipal)).length
  if (others >= (administratorsMax[servicePrincipal] ?? 1)) throw constraintError('MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED')
  const administrator = held ?? { accountId, services: new PagedMap() }
  administrator.services.set(servicePrincipal, { servicePrincipal, enabledAt: at })
  organization.delegated.set(accountId, administrator)
}

/** With its last service gone, the account is a plain member again. */
export function deregisterAdministrator(organization: OrganizationRecord, accountId: string, servicePrincipal: string): void {
  assertServicePrincipal(servicePrincipal)
  getMember(organization, accountId)
  const held = organization.delegated.get(accountId)
  if (held === undefined || !held.services.delete(servicePrincipal)) throw organizationsError('AccountNotRegisteredException')
  if (held.services.size === 0) organization.delegated.delete(accountId)
}
