import { defineErrors } from '#lib/app-error.ts'

export const accountErrorSpecs = {
  account_not_found: { status: 404, title: 'No such account' },
  account_managed: { status: 409, title: 'The account is managed by an organization' },
  account_selector_invalid: { status: 400, title: 'The selector has an error' },
  account_ignore_invalid: { status: 400, title: 'The account cannot be ignored like that' },
} as const

export const accountErrors = defineErrors(accountErrorSpecs)
