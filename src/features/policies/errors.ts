import { defineErrors } from '#lib/app-error.ts'

export const policyErrorSpecs = {
  policy_not_found: { status: 404, title: 'No such policy' },
  policy_organization_not_found: { status: 404, title: 'No such organization' },
  policy_account_not_found: { status: 404, title: 'No such account in an organization' },
} as const

export const policyErrors = defineErrors(policyErrorSpecs)
