import type { ConditionOperator } from './operator.ts'

/** Tests presence, not value: `true` holds when the key is missing, `false` when it is there. The engine answers it without a value. */
export const nullOperator: ConditionOperator = {
  name: 'Null',
  negated: false,
  values: 'none',
  read: (policyValue) => {
    const wanted = policyValue.toLowerCase()
    if (wanted !== 'true' && wanted !== 'false') return { expected: 'true (the key is missing) or false (the key is there)' }
    return () => wanted === 'false'
  },
}
