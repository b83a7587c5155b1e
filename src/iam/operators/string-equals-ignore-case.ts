import type { ConditionOperator } from './operator.ts'

/** Exact but for case; no wildcards. */
export const stringEqualsIgnoreCase: ConditionOperator = {
  name: 'StringEqualsIgnoreCase',
  negated: false,
  values: 'literal',
  read: (policyValue) => {
    const folded = policyValue.toLowerCase()
    return (requestValue) => requestValue.toLowerCase() === folded
  },
  readMany: (policyValues) => {
    const wanted = new Set(policyValues.map((value) => value.toLowerCase()))
    return (requestValue) => wanted.has(requestValue.toLowerCase())
  },
}
