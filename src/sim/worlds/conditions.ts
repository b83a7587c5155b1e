import { defineState, type SimulatedAws } from '../state.ts'

/**
 * What a world did to an account on purpose. `short_session` allows one hour only; the wrong ExternalId, the wrong principal and the
 * missing role all look the same from outside.
 */
export type AccountCondition =
  | 'healthy'
  | 'suspended'
  | 'pending_closure'
  | 'closed'
  | 'role_missing'
  | 'wrong_external_id'
  | 'wrong_principal'
  | 'short_session'
  | 'permission_missing'
  | 'scp_blocked'

/** Shares of the member accounts, in per mille; whoever is left is healthy. */
const shares: readonly (readonly [AccountCondition, number])[] = [
  ['suspended', 16],
  ['pending_closure', 4],
  ['closed', 12],
  ['role_missing', 20],
  ['wrong_external_id', 8],
  ['wrong_principal', 8],
  ['short_session', 16],
  ['permission_missing', 8],
  ['scp_blocked', 12],
]
/** From this many members on, every condition occurs at least once. */
const everyConditionFrom = 40

/** How many accounts of `members` are in each condition but `healthy`; the list is in the order in which they are dealt out. */
export function conditionsFor(members: number): readonly AccountCondition[] {
  const least = members >= everyConditionFrom ? 1 : 0
  return shares.flatMap(([condition, perMille]) =>
    Array.from({ length: Math.max(least, Math.round((members * perMille) / 1000)) }, () => condition),
  )
}

const conditionsKey = defineState('worldConditions', () => new Map<string, AccountCondition>())

/** Only accounts that are not healthy are listed. */
export function worldConditions(aws: SimulatedAws): Map<string, AccountCondition> {
  return aws.state(conditionsKey)
}
