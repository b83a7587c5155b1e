import type {
  AccountJoinedMethod,
  ActionType,
  CreateAccountFailureReason,
  HandshakePartyType,
  OrganizationFeatureSet,
  PolicyType,
  TargetType,
} from '@aws-sdk/client-organizations'
import { defineState, type SimulatedAws } from '../state.ts'
import { PagedMap } from './paged-map.ts'

export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED'

/** An AWS account as such, whether in an organization or alone. */
export type AccountRecord = {
  readonly id: string
  email: string
  name: string
  state: AccountState
  readonly createdAt: number
  closedAt?: number
  /** Replies leave `Paths` out for this account even where the switch grants them: AWS's own rollout was gradual. */
  omitsPaths?: boolean
}

export type Member = {
  readonly account: AccountRecord
  parentId: string
  readonly joinedMethod: AccountJoinedMethod
  readonly joinedAt: number
}

export type OrganizationalUnitRecord = { readonly id: string; name: string; readonly parentId: string }

export type PolicyRecord = {
  readonly id: string
  readonly arn: string
  readonly type: PolicyType
  readonly awsManaged: boolean
  name: string
  description: string
  content: string
}

export type Target = { readonly id: string; readonly type: TargetType }

/** `since` and `settlesAt` are milliseconds; between them the type is PENDING_ENABLE (or PENDING_DISABLE). */
export type PolicyTypeSwitch = { readonly on: boolean; readonly settlesAt: number }

export type HandshakeState = 'REQUESTED' | 'OPEN' | 'CANCELED' | 'ACCEPTED' | 'DECLINED' | 'EXPIRED'

export type HandshakeRecord = {
  readonly id: string
  readonly organizationId: string
  readonly action: ActionType
  /** Undefined for ENABLE_ALL_FEATURES, whose only party is the organization. */
  readonly target?: { readonly id: string; readonly type: HandshakePartyType }
  readonly targetAccountId?: string
  readonly parentHandshakeId?: string
  readonly notes?: string
  readonly tags: ReadonlyMap<string, string>
  readonly requestedAt: number
  readonly expiresAt: number
  state: HandshakeState
  endedAt?: number
}

export type CreateAccountRequestRecord = {
  readonly id: string
  readonly organizationId: string
  readonly email: string
  readonly name: string
  readonly roleName: string
  readonly tags: ReadonlyMap<string, string>
  readonly accountId: string
  readonly requestedAt: number
  readonly completesAt: number
  readonly failure?: CreateAccountFailureReason
  settled: boolean
}

export type OrganizationRecord = {
  readonly id: string
  readonly partition: string
  readonly rootId: string
  readonly managementAccountId: string
  readonly createdAt: number
  featureSet: OrganizationFeatureSet
  readonly policyTypes: Map<PolicyType, PolicyTypeSwitch>
  readonly members: PagedMap<Member>
  readonly units: PagedMap<OrganizationalUnitRecord>
  readonly accountsUnder: Map<string, PagedMap<Member>>
  readonly unitsUnder: Map<string, PagedMap<OrganizationalUnitRecord>>
  readonly policies: PagedMap<PolicyRecord>
  /** Policy id → its targets. */
  readonly targetsOf: Map<string, PagedMap<Target>>
  /** Policy type → target id → ids of the policies attached directly; the arrays are shared and never changed in place. */
  readonly policiesOn: Map<PolicyType, Map<string, readonly string[]>>
  /** Root, OU, account, policy or resource-policy id → tags. */
  readonly tags: Map<string, ReadonlyMap<string, string>>
  /** What the tags were before recent changes, oldest first, for an index that lags behind. */
  readonly tagChanges: Map<string, readonly TagChange[]>
  readonly serviceAccess: PagedMap<{ readonly servicePrincipal: string; readonly enabledAt: number }>
  readonly delegated: PagedMap<DelegatedAccount>
  readonly createRequests: PagedMap<CreateAccountRequestRecord>
  resourcePolicy?: { readonly id: string; content: string }
  /** Times of CloseAccount calls, for the quota of thirty days. */
  readonly closures: { readonly accountId: string; readonly at: number }[]
  /** Grows with every change that can alter which policies an account is under. */
  policyEpoch: number
}

export type TagChange = { readonly at: number; readonly before: ReadonlyMap<string, string> | undefined }

export type DelegatedAccount = {
  readonly accountId: string
  readonly services: PagedMap<{ readonly servicePrincipal: string; readonly enabledAt: number }>
}

/** How replies look where AWS itself is in transition, and how often its lists return an empty page with a token. */
export type OrganizationsSwitches = {
  /** `Paths` on accounts and `Path` on OUs, since 30 Mar 2026. */
  paths: boolean
  /** `Status` beside `State`; its retirement was announced for 9 Sep 2026. */
  accountStatus: boolean
  /** One page in so many is empty but carries a token; 0 = never. */
  emptyPageEvery: number
  /** Accounts an organization may hold, pending invitations and closed accounts included. */
  accountQuota: number
}

export type OrganizationsState = {
  readonly accounts: Map<string, AccountRecord>
  readonly organizations: Map<string, OrganizationRecord>
  /** Account id → the organization it is a member (or the management account) of. */
  readonly memberships: Map<string, OrganizationRecord>
  readonly handshakes: PagedMap<HandshakeRecord>
  readonly switches: OrganizationsSwitches
}

export const organizationsKey = defineState<OrganizationsState>('organizations', () => ({
  accounts: new Map(),
  organizations: new Map(),
  memberships: new Map(),
  handshakes: new PagedMap(),
  switches: { paths: true, accountStatus: true, emptyPageEvery: 0, accountQuota: 50_000 },
}))

export function organizationsState(aws: SimulatedAws): OrganizationsState {
  return aws.state(organizationsKey)
}

/** The organization of an account, or undefined where it stands alone. */
export function findOrganizationOf(aws: SimulatedAws, accountId: string): OrganizationRecord | undefined {
  return organizationsState(aws).memberships.get(accountId)
}

export function emptyOrganization(head: {
  id: string
  partition: string
  rootId: string
  managementAccountId: string
  createdAt: number
  featureSet: OrganizationFeatureSet
}): OrganizationRecord {
  return {
    ...head,
    policyTypes: new Map(),
    members: new PagedMap(),
    units: new PagedMap(),
    accountsUnder: new Map(),
    unitsUnder: new Map(),
    policies: new PagedMap(),
    targetsOf: new Map(),
    policiesOn: new Map(),
    tags: new Map(),
    tagChanges: new Map(),
    serviceAccess: new PagedMap(),
    delegated: new PagedMap(),
    createRequests: new PagedMap(),
    closures: [],
    policyEpoch: 0,
  }
}
