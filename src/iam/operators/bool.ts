import type { ConditionOperator } from './operator.ts'

/** `true` or `false` in any case, as JSON boolean or string; a request value that is neither matches nothing. */
export const bool: ConditionOperator = {
  name: 'Bool',
  negated: false,
  values: 'literal',
  read: (policyValue) => {
    const wanted = policyValue.toLowerCase()
    if (wanted !== 'true' && wanted !== 'false') return { expected: 'true or false' }
    return (requestValue) => requestValue.toLowerCase() === wanted
  },
}
