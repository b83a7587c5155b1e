import { defineErrors } from '#lib/app-error.ts'

export const peopleErrors = defineErrors({
  token_not_found: { status: 404, title: 'No such token' },
  token_name_taken: { status: 409, title: 'A live token has this name' },
  permissions_exceed_own: { status: 403, title: 'A token cannot grant what its maker may not do' },
})
