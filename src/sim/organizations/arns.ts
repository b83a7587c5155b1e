import type { OrganizationRecord, PolicyRecord } from './state.ts'

type Head = Pick<OrganizationRecord, 'id' | 'managementAccountId' | 'partition'>

/** Every Organizations ARN names the management account, an account's own ARN included. */
function arn(organization: Head, kind: string, rest = ''): string {
  return `arn:${organization.partition}:organizations::${organization.managementAccountId}:${kind}/${organization.id}${rest}`
}

export const organizationArn = (organization: Head): string => arn(organization, 'organization')
export const rootArn = (organization: Head, rootId: string): string => arn(organization, 'root', `/${rootId}`)
export const ouArn = (organization: Head, ouId: string): string => arn(organization, 'ou', `/${ouId}`)
export const accountArn = (organization: Head, accountId: string): string => arn(organization, 'account', `/${accountId}`)
export const handshakeArn = (organization: Head, action: string, handshakeId: string): string =>
  arn(organization, 'handshake', `/${action.toLowerCase()}/${handshakeId}`)
export const resourcePolicyArn = (organization: Head, policyId: string): string => arn(organization, 'resourcepolicy', `/${policyId}`)

export function policyArn(organization: Head, type: PolicyRecord['type'], policyId: string): string {
  return arn(organization, 'policy', `/${type.toLowerCase()}/${policyId}`)
}

export function awsManagedPolicyArn(partition: string, type: PolicyRecord['type'], policyId: string): string {
  return `arn:${partition}:organizations::aws:policy/${type.toLowerCase()}/${policyId}`
}

/** ARN of whatever tags or policies can be put on: root, OU, account, policy or resource policy. */
export function resourceArn(organization: OrganizationRecord, id: string): string {
  if (id.startsWith('r-')) return rootArn(organization, id)
  if (id.startsWith('ou-')) return ouArn(organization, id)
  if (id.startsWith('rp-')) return resourcePolicyArn(organization, id)
  if (id.startsWith('p-')) return organization.policies.get(id)?.arn ?? policyArn(organization, 'SERVICE_CONTROL_POLICY', id)
  return accountArn(organization, id)
}
