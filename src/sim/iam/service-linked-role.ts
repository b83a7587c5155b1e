import type { SimulatedAws } from '../state.ts'
import { addRole, iamOf, type RoleRecord } from './state.ts'

export type ServiceLink = {
  readonly servicePrincipal: string
  readonly suffix?: string | undefined
  readonly description?: string | undefined
}

/** Service-linked roles are named after their service; those AWS spells in its own way. */
const names: Readonly<Record<string, string>> = {
  'organizations.amazonaws.com': 'AWSServiceRoleForOrganizations',
  'config.amazonaws.com': 'AWSServiceRoleForConfig',
  'sso.amazonaws.com': 'AWSServiceRoleForSSO',
  'guardduty.amazonaws.com': 'AWSServiceRoleForAmazonGuardDuty',
  'member.org.stacksets.cloudformation.amazonaws.com': 'AWSServiceRoleForCloudFormationStackSetsOrgMember',
  'stacksets.cloudformation.amazonaws.com': 'AWSServiceRoleForCloudFormationStackSetsOrgAdmin',
}

/** The role of a service in an account, made if it is not there yet; undefined when it was there already. */
export function addServiceLinkedRole(
  aws: SimulatedAws,
  accountId: string,
  { servicePrincipal, suffix, description }: ServiceLink,
): RoleRecord | undefined {
  const name =
    (names[servicePrincipal] ?? `AWSServiceRoleFor${pascalCase(servicePrincipal.split('.')[0]!)}`) +
    (suffix === undefined ? '' : `_${suffix}`)
  if (iamOf(aws, accountId).roles.has(name)) return undefined
  return addRole(aws, accountId, {
    name,
    path: `/aws-service-role/${servicePrincipal}/`,
    trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: servicePrincipal }, Action: 'sts:AssumeRole' }] },
    description: description ?? '',
    linkedTo: servicePrincipal,
  })
}

function pascalCase(kebab: string): string {
  return kebab
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
}
