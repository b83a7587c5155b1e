export {
  accountInclusions,
  accountStateOf,
  accountStates,
  accountStatuses,
  isInactive,
  type AccountFields,
  type AccountInclusion,
  type AccountState,
  type AccountStatus,
  type ObservedAccount,
  type StoredAccount,
} from './account.ts'
export { applyAccountChanges, applyTagChanges, recordTagsRead, type AccountTagChange } from './apply-changes.ts'
export { planAccountChange, type AccountChange, type AccountPlanContext } from './plan-account-changes.ts'
export { planTagChange, type TagChange, type TagReading, type Tags } from './plan-tag-changes.ts'
export {
  applyMemberResults,
  countDepartures,
  listAccountsInRange,
  listMembersToCheck,
  listTagsOfImported,
  purgeDetachedAccounts,
  type MemberResult,
  type MemberToCheck,
  type PurgedAccount,
  type TaggedAccount,
} from './sync-queries.ts'
export { accountErrors, accountErrorSpecs } from './errors.ts'
export { findAccount, listAccounts, type AccountFilter } from './list-accounts.ts'
export { requireSingleAccount } from './require-single-account.ts'
export {
  attachSingleAccount,
  detachSingleAccount,
  findSingleStanding,
  renameSingleAccount,
  type SingleAccount,
  type SingleStanding,
} from './single-accounts.ts'
export { accountDetailSchema, accountParams, accountSchema, type AccountDetail, type AccountView } from './schemas.ts'
