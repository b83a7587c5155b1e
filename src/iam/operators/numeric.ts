import { compareDecimals, parseDecimal } from '../match/number.ts'
import type { ConditionOperator } from './operator.ts'

/** A numeric comparison. Numbers may be written as JSON numbers or strings; a request value that is no number matches nothing. */
export function numericOperator(name: string, holds: (comparison: number) => boolean): ConditionOperator {
  return {
    name,
    negated: false,
    values: 'none',
    read: (policyValue) => {
      const bound = parseDecimal(policyValue)
      if (bound === undefined) return { expected: 'a number such as 10 or 10.5' }
      return (requestValue) => {
        const value = parseDecimal(requestValue)
        return value !== undefined && holds(compareDecimals(value, bound))
      }
    },
  }
}
