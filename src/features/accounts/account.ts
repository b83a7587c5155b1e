/** Lifecycle as AWS tells it; `UNKNOWN` where AWS names a state that Reeve does not know yet. */
export const accountStates = ['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED', 'UNKNOWN'] as const
export type AccountState = (typeof accountStates)[number]

export const accountStatuses = ['pending', 'ok', 'assume_failed', 'permission_missing', 'scp_blocked', 'suspended', 'detached'] as const
/** Whether Reeve reaches the account, and if not, why (ORG-23). */
export type AccountStatus = (typeof accountStatuses)[number]

export const accountInclusions = ['imported', 'excluded_prefix', 'excluded_scope', 'suspended', 'detached'] as const
export type AccountInclusion = (typeof accountInclusions)[number]

/**
 * Reads the state of an account as AWS gives it: `State` since September 2025, `Status` before. A closed account has `State` CLOSED beside
 * `Status` SUSPENDED, so `Status` speaks only where `State` is absent.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
export function accountStateOf(account: { readonly State?: string | undefined; readonly Status?: string | undefined }): AccountState {
  const told = account.State ?? account.Status
  return accountStates.find((state) => state === told) ?? 'UNKNOWN'
}

/** States in which AWS lets nobody into the account: not a failure of roles, and always worth a look. */
export function isInactive(state: AccountState): boolean {
  return state === 'SUSPENDED' || state === 'CLOSED'
}

/** An account as one sync saw it. A null place means "not seen this time", never "moved to nowhere". */
export type ObservedAccount = {
  readonly accountId: string
  readonly name: string
  readonly email: string | null
  readonly arn: string | null
  readonly state: AccountState
  readonly joinedMethod: string | null
  readonly joinedAt: Date | null
  readonly place: { readonly parentId: string; readonly pathIds: string; readonly orgPath: string } | null
  readonly isManagementAccount: boolean
  readonly inclusion: Exclude<AccountInclusion, 'detached'>
  readonly inclusionReason: string
}

/** The columns of an account that a sync decides. */
export type AccountFields = {
  readonly organizationUid: string | null
  readonly partition: string
  readonly name: string
  readonly email: string | null
  readonly arn: string | null
  readonly state: AccountState
  readonly joinedMethod: string | null
  readonly joinedAt: Date | null
  readonly parentId: string | null
  readonly pathIds: string | null
  readonly orgPath: string | null
  readonly isManagementAccount: boolean
  readonly inclusion: AccountInclusion
  readonly status: AccountStatus
  readonly statusReason: string | null
  readonly detachedAt: Date | null
  readonly detachReason: string | null
  readonly purgeAfter: Date | null
}

export type StoredAccount = AccountFields & { readonly uid: string; readonly accountId: string }
