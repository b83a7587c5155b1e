import type { ConditionOperator } from './operator.ts'

const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

/** Byte for byte; both sides are base64, with or without padding. */
export const binaryEquals: ConditionOperator = {
  name: 'BinaryEquals',
  negated: false,
  values: 'none',
  read: (policyValue) => {
    if (!base64Form.test(policyValue)) return { expected: 'base64 text' }
    const wanted = withoutPadding(policyValue)
    return (requestValue) => base64Form.test(requestValue) && withoutPadding(requestValue) === wanted
  },
}

function withoutPadding(text: string): string {
  return text.replace(/=+$/, '')
}
