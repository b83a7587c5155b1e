import { policyArn } from '../organizations/arns.ts'
import { joinOrganization } from '../organizations/membership.ts'
import { addAwsManagedPolicies, addPolicy, attachDefaults, enableType } from '../organizations/policies.ts'
import {
  type AccountRecord,
  emptyOrganization,
  type OrganizationRecord,
  organizationsState,
  type PolicyRecord,
} from '../organizations/state.ts'
import { addUnit } from '../organizations/tree.ts'
import type { SimulatedAws } from '../state.ts'
import type { PolicyDraft } from './policy-library.ts'

/** When the first accounts of a world were made; fixed, so that nothing of a world depends on the day. */
export const worldBegan = Date.UTC(2021, 3, 6, 9, 30)

export type NewAccount = { readonly id: string; readonly name: string; readonly email: string; readonly createdAt: number }

export function addAccount(aws: SimulatedAws, account: NewAccount): AccountRecord {
  const record: AccountRecord = { ...account, state: 'ACTIVE' }
  organizationsState(aws).accounts.set(record.id, record)
  return record
}

/** An organization with all features and both control policy types enabled, around a management account. */
export function seedOrganization(aws: SimulatedAws, management: AccountRecord): OrganizationRecord {
  const organization = emptyOrganization({
    id: `o-${aws.ids.lower('o', 10)}`,
    partition: aws.settings.partition,
    rootId: `r-${aws.ids.lower('r', 4)}`,
    managementAccountId: management.id,
    createdAt: worldBegan,
    featureSet: 'ALL',
  })
  addAwsManagedPolicies(organization)
  enableType(organization, 'SERVICE_CONTROL_POLICY', worldBegan)
  enableType(organization, 'RESOURCE_CONTROL_POLICY', worldBegan)
  organizationsState(aws).organizations.set(organization.id, organization)
  joinOrganization(aws, organization, { account: management, method: 'INVITED', joinedAt: worldBegan })
  return organization
}

export function seedUnit(
  aws: SimulatedAws,
  organization: OrganizationRecord,
  unit: { readonly name: string; readonly parentId: string },
): string {
  const id = `ou-${organization.rootId.slice('r-'.length)}-${aws.ids.lower('ou', 8)}`
  addUnit(organization, { id, ...unit })
  attachDefaults(organization, { id, type: 'ORGANIZATIONAL_UNIT' })
  return id
}

export type ControlPolicyDraft = PolicyDraft & { readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY' }

export function seedPolicy(aws: SimulatedAws, organization: OrganizationRecord, draft: ControlPolicyDraft): PolicyRecord {
  const id = `p-${aws.ids.lower('p', 8)}`
  const policy: PolicyRecord = {
    id,
    arn: policyArn(organization, draft.type, id),
    awsManaged: false,
    ...draft,
    content: inPartition(draft.content, organization.partition),
  }
  addPolicy(organization, policy)
  return policy
}

/** Worlds write their policies for the commercial partition. */
function inPartition(content: string, partition: string): string {
  return content.replaceAll('arn:aws:', `arn:${partition}:`)
}
