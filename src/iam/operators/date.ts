import { parseDate } from '../match/date.ts'
import type { ConditionOperator } from './operator.ts'

/** A comparison of instants written as ISO 8601 or epoch seconds; a request value that is neither matches nothing. */
export function dateOperator(name: string, holds: (comparison: number) => boolean): ConditionOperator {
  return {
    name,
    negated: false,
    values: 'none',
    read: (policyValue) => {
      const bound = parseDate(policyValue)
      if (bound === undefined) return { expected: 'an ISO 8601 date such as 2026-11-21T00:00:00Z, or epoch seconds' }
      return (requestValue) => {
        const value = parseDate(requestValue)
        return value !== undefined && holds(value - bound)
      }
    },
  }
}
