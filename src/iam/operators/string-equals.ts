import type { ConditionOperator } from './operator.ts'

/** Exact and case-sensitive; `*` and `?` are ordinary characters. */
export const stringEquals: ConditionOperator = {
  name: 'StringEquals',
  negated: false,
  values: 'literal',
  read: (policyValue) => (requestValue) => requestValue === policyValue,
  readMany: (policyValues) => {
    const wanted = new Set(policyValues)
    return (requestValue) => wanted.has(requestValue)
  },
}
