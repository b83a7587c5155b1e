/** How request values are compared once policy values are known. One request value at a time. */
export type ValueTest = (requestValue: string) => boolean

/** A policy value that cannot be read by its operator, and what it should look like. */
export type Unreadable = { readonly expected: string }

/**
 * One condition operator. `read` turns one policy value into a test; the engine ORs the tests of a key's values and, for a negated
 * operator, demands that none holds. Quantifiers, `IfExists` and missing keys are the engine's business, the same for all.
 */
export type ConditionOperator = {
  readonly name: string
  readonly negated: boolean
  /** What may stand in a value: `literal` = variables only, `pattern` = variables and wildcards, `none` = neither. */
  readonly values: 'literal' | 'pattern' | 'arn' | 'none'
  /** Tests values without variables. */
  readonly read: (policyValue: string) => ValueTest | Unreadable
  /** A faster test for several readable values at once. */
  readonly readMany?: (policyValues: readonly string[]) => ValueTest
}

export function isUnreadable(result: ValueTest | Unreadable): result is Unreadable {
  return typeof result !== 'function'
}

/** The operator that holds exactly when `operator` does not: no policy value may match. */
export function negate(operator: ConditionOperator, name: string): ConditionOperator {
  return { ...operator, name, negated: true }
}
