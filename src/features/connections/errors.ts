import { defineErrors } from '#lib/app-error.ts'

export const connectionErrorSpecs = {
  connection_invalid: { status: 400, title: 'The account form has errors' },
  connection_not_found: { status: 404, title: 'The account has no connection of its own' },
  account_already_connected: { status: 409, title: 'The account is connected already' },
  connection_caller_unavailable: { status: 422, title: "The caller's credentials do not work" },
  connection_role_not_assumed: { status: 422, title: 'The role could not be assumed' },
  connection_account_mismatch: { status: 422, title: 'The credentials lead to another account' },
  connection_checks_incomplete: { status: 503, title: 'AWS did not answer all checks' },
} as const

/** What the checks of a form and of AWS may answer, whether the connection is new or edited. */
const {
  connection_invalid,
  connection_caller_unavailable,
  connection_role_not_assumed,
  connection_account_mismatch,
  connection_checks_incomplete,
} = connectionErrorSpecs
export const checkErrorSpecs = {
  connection_invalid,
  connection_caller_unavailable,
  connection_role_not_assumed,
  connection_account_mismatch,
  connection_checks_incomplete,
} as const

export const connectionErrors = defineErrors(connectionErrorSpecs)
