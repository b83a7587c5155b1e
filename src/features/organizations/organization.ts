import type { CallerIdentity } from '#platform/aws/door.ts'
import type { StoredValidation } from './stored-validation.ts'

/**
 * States of an account; `UNKNOWN` where AWS names one that Reeve does not know yet.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED' | 'UNKNOWN'

/** States that auto-removal may be told to act on. ACTIVE is not among them: it must never empty an estate. */
export const autoRemovableStates = ['SUSPENDED', 'CLOSED', 'PENDING_CLOSURE'] as const
export type AutoRemovableState = (typeof autoRemovableStates)[number]
export const defaultAutoRemoveStates: readonly AutoRemovableState[] = ['SUSPENDED', 'CLOSED']

export type FeatureSet = 'ALL' | 'CONSOLIDATED_BILLING'
export type RegisteredThrough = 'management_account' | 'delegated_administrator'

/** The caller as it is stored: the secret stays sealed until a session target is built. */
export type StoredCaller =
  | Exclude<CallerIdentity, { kind: 'stored_keys' }>
  | { readonly kind: 'stored_keys'; readonly accessKeyId: string; readonly secretAccessKeySealed: string }

/** What decides which accounts are imported; everything of a registration that is no credential. */
export type OrganizationSettings = {
  readonly nickname: string | null
  readonly excludePrefixes: readonly string[]
  readonly scopeOuIds: readonly string[]
  readonly autoRemove: boolean
  readonly autoRemoveStates: readonly AutoRemovableState[]
  readonly autoBadge: boolean
  /** From the start of one scheduled sync to the start of the next. */
  readonly syncEveryMinutes: number
}

export type StoredOrgRole = {
  readonly arn: string
  readonly sessionName: string
  readonly durationSeconds: number
  readonly externalIdSealed: string | null
}

/** `name` may carry an IAM path (`path/to/RoleName`); the ARN is formed per account (ROLE-8). */
export type StoredMemberRole = {
  readonly name: string
  readonly sessionName: string
  readonly durationSeconds: number
  readonly externalIdSealed: string | null
}

export type StoredCredentials = { readonly caller: StoredCaller; readonly orgRole: StoredOrgRole; readonly memberRole: StoredMemberRole }

/** What AWS said of the organization when it was registered or its credentials were last changed. */
export type OrganizationFacts = {
  readonly organizationId: string
  readonly partition: string
  readonly managementAccountId: string
  readonly featureSet: FeatureSet
  readonly registeredThrough: RegisteredThrough
}

/** A registered organization as stored. `uid` is Reeve's own key, `organizationId` is AWS's `o-…`. */
export type Organization = OrganizationSettings &
  OrganizationFacts &
  StoredCredentials & {
    readonly uid: string
    readonly provider: string
    readonly validation: StoredValidation
    readonly kitVersion: string | null
    /** Grows with every edit; the ETag of the HTTP face. */
    readonly version: number
    readonly createdAt: Date
    readonly createdBy: string
    readonly updatedAt: Date
    readonly removedAt: Date | null
  }
