import { findOrganizationOf, type AccountState, type OrganizationRecord } from '../organizations/state.ts'
import { chainTo } from '../organizations/tree.ts'
import type { SimulatedAws } from '../state.ts'
import { type AccountCondition, worldConditions } from './conditions.ts'

/** What must come of trying the member role with the world's caller, ExternalId and an hour's session. */
export type MemberOutcome = 'ok' | 'assume_failed' | 'permission_missing' | 'scp_blocked' | 'suspended'

export type AccountTruth = {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly state: AccountState
  readonly parentId: string
  /** Names from `Root` down to the parent; a name may itself hold a slash. */
  readonly parentNames: readonly string[]
  readonly tags: ReadonlyMap<string, string>
  readonly isManagementAccount: boolean
  readonly condition: AccountCondition
  readonly outcome: MemberOutcome
}

export type WorldTruth = {
  readonly organizationId: string
  readonly accounts: ReadonlyMap<string, AccountTruth>
  readonly organizationalUnits: number
  /** AWS's own included, as ListPolicies counts. */
  readonly policies: number
  /** AWS's own included. */
  readonly attachments: number
}

const outcomes: Readonly<Record<AccountCondition, MemberOutcome>> = {
  healthy: 'ok',
  short_session: 'ok',
  pending_closure: 'ok',
  suspended: 'suspended',
  closed: 'suspended',
  role_missing: 'assume_failed',
  wrong_external_id: 'assume_failed',
  wrong_principal: 'assume_failed',
  permission_missing: 'permission_missing',
  scp_blocked: 'scp_blocked',
}

/** The organization of a management account as it is now: what a complete sync must show, neither more nor less. */
export function truthOf(aws: SimulatedAws, managementAccountId: string): WorldTruth {
  const organization = findOrganizationOf(aws, managementAccountId)
  if (organization === undefined) throw new Error(`${managementAccountId} is in no organization`)
  const accounts = new Map([...organization.members.keys()].map((id) => [id, accountTruth(aws, organization, id)]))
  const attachments = [...organization.targetsOf.values()].reduce((sum, targets) => sum + targets.size, 0)
  return {
    organizationId: organization.id,
    accounts,
    organizationalUnits: organization.units.size,
    policies: organization.policies.size,
    attachments,
  }
}

function accountTruth(aws: SimulatedAws, organization: OrganizationRecord, accountId: string): AccountTruth {
  const member = organization.members.get(accountId)
  if (member === undefined) throw new Error(`${accountId} is not a member of ${organization.id}`)
  const { account, parentId } = member
  const condition = worldConditions(aws).get(accountId) ?? 'healthy'
  const isActive = account.state === 'ACTIVE' || account.state === 'PENDING_CLOSURE'
  return {
    accountId,
    name: account.name,
    email: account.email,
    state: account.state,
    parentId,
    parentNames: chainTo(organization, parentId).map((id) => organization.units.get(id)?.name ?? 'Root'),
    tags: organization.tags.get(accountId) ?? new Map(),
    isManagementAccount: accountId === organization.managementAccountId,
    condition,
    outcome: isActive ? outcomes[condition] : 'suspended',
  }
}
