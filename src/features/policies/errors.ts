import { defineErrors } from '#lib/app-error.ts'

export const policyErrorSpecs = {
  policy_not_found: { status: 404, title: 'No such policy' },
  policy_organization_not_found: { status: 404, title: 'No such organization' },
  policy_edit_refused: { status: 409, title: 'AWS would refuse this edit' },
  policy_matrix_too_large: { status: 422, title: 'Too many places for a matrix' },
  policy_account_not_found: { status: 404, title: 'No such account in an organization' },
  policy_simulator_silent: { status: 502, title: "AWS's policy simulator did not answer" },
} as const

export const policyErrors = defineErrors(policyErrorSpecs)
