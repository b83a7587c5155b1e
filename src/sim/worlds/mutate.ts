import { departOrganization, joinOrganization } from '../organizations/membership.ts'
import { editPolicy } from '../organizations/policies.ts'
import { findOrganizationOf, type OrganizationRecord } from '../organizations/state.ts'
import { putTags, removeTags } from '../organizations/tags.ts'
import { getMember, moveMember, renameUnit } from '../organizations/tree.ts'
import type { SimulatedAws } from '../state.ts'
import { worldConditions } from './conditions.ts'
import { addAccount, seedUnit } from './seeded-organization.ts'

/** One thing that happens to an organization between two syncs; as data, so that a test can print what it did. */
export type Mutation =
  | { readonly kind: 'move'; readonly accountId: string; readonly to: string }
  | { readonly kind: 'tag'; readonly accountId: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'untag'; readonly accountId: string; readonly keys: readonly string[] }
  | { readonly kind: 'rename'; readonly accountId: string; readonly name: string }
  | { readonly kind: 'suspend' | 'restore' | 'close' | 'leave'; readonly accountId: string }
  /** A new account without the member role, under the root unless a parent is named. */
  | { readonly kind: 'join'; readonly accountId: string; readonly name: string; readonly parentId?: string }
  | { readonly kind: 'rename_unit'; readonly ouId: string; readonly name: string }
  | { readonly kind: 'create_unit'; readonly parentId: string; readonly name: string }
  | { readonly kind: 'edit_policy'; readonly policyId: string; readonly content: string }

/** Applies the changes in order, straight to the state: no permission, throttle or waiting period stands in the way. */
export function mutate(aws: SimulatedAws, managementAccountId: string, mutations: readonly Mutation[]): void {
  const organization = findOrganizationOf(aws, managementAccountId)
  if (organization === undefined) throw new Error(`${managementAccountId} is in no organization`)
  for (const mutation of mutations) apply(aws, organization, mutation)
}

function apply(aws: SimulatedAws, organization: OrganizationRecord, mutation: Mutation): void {
  switch (mutation.kind) {
    case 'move':
      return moveMember(organization, mutation.accountId, { from: getMember(organization, mutation.accountId).parentId, to: mutation.to })
    case 'tag':
      return putTags(organization, { id: mutation.accountId, at: aws.now(), tags: new Map(Object.entries(mutation.tags)) })
    case 'untag':
      return removeTags(organization, { id: mutation.accountId, at: aws.now(), keys: mutation.keys })
    case 'rename':
      getMember(organization, mutation.accountId).account.name = mutation.name
      return
    case 'suspend':
      getMember(organization, mutation.accountId).account.state = 'SUSPENDED'
      return
    case 'restore':
      getMember(organization, mutation.accountId).account.state = 'ACTIVE'
      return
    case 'close':
      getMember(organization, mutation.accountId).account.state = 'CLOSED'
      organization.closures.push({ accountId: mutation.accountId, at: aws.now() })
      return
    case 'leave':
      worldConditions(aws).delete(mutation.accountId)
      return departOrganization(aws, organization, mutation.accountId)
    case 'join':
      return join(aws, organization, mutation)
    case 'rename_unit':
      renameUnit(organization, mutation.ouId, mutation.name)
      return
    case 'create_unit':
      seedUnit(aws, organization, mutation)
      return
    case 'edit_policy':
      editPolicy(organization, mutation.policyId, { content: mutation.content })
  }
}

function join(aws: SimulatedAws, organization: OrganizationRecord, mutation: Extract<Mutation, { kind: 'join' }>): void {
  const { accountId, name, parentId = organization.rootId } = mutation
  const account = addAccount(aws, { id: accountId, name, email: `aws+${accountId}@anycompany.example`, createdAt: aws.now() })
  joinOrganization(aws, organization, { account, method: 'INVITED', parentId })
  worldConditions(aws).set(accountId, 'role_missing')
}
