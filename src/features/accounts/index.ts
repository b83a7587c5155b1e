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
export { planAccountChange, type AccountChange, type AccountPlanContext } from './plan-account-changes.ts'
export { planTagChange, type TagChange, type TagReading, type Tags } from './plan-tag-changes.ts'
