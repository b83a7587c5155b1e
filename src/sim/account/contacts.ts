import type { AlternateContactType } from '@aws-sdk/client-account'
import type { Constraint } from '../define-operation.ts'

/** https://docs.aws.amazon.com/accounts/latest/reference/API_AlternateContact.html */
export const contactType: Constraint = { oneOf: ['BILLING', 'OPERATIONS', 'SECURITY'] satisfies AlternateContactType[] }
export const contactConstraints = {
  AlternateContactType: contactType,
  Name: { length: [1, 64] },
  Title: { length: [1, 50] },
  EmailAddress: { length: [1, 254], pattern: /^[\s]*[\w+=.#|!&-]+@[\w.-]+\.[\w]+[\s]*$/ },
  PhoneNumber: { length: [1, 25], pattern: /^[\s0-9()+-]+$/ },
} as const satisfies Record<string, Constraint>
