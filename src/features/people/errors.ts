import { defineErrors } from '#lib/app-error.ts'

export const peopleErrors = defineErrors({
  token_not_found: { status: 404, title: 'No such token' },
  token_name_taken: { status: 409, title: 'A live token has this name' },
  permissions_exceed_own: { status: 403, title: 'Nobody can grant what they may not do themselves' },
  person_not_found: { status: 404, title: 'No such person' },
  person_disabled: { status: 409, title: 'This person is disabled' },
  no_password: { status: 409, title: 'This person has no password here' },
  people_only: { status: 409, title: 'Only people can do this' },
  own_removal: { status: 409, title: 'Nobody removes themselves' },
  person_managed: { status: 409, title: 'A directory provisions this person' },
  session_not_found: { status: 404, title: 'No such session' },
  invitation_not_found: { status: 404, title: 'No such invitation' },
  role_not_found: { status: 404, title: 'No such role' },
  role_name_taken: { status: 409, title: 'Reeve has a role of this name' },
  role_in_use: { status: 409, title: 'Somebody has this role' },
  scope_invalid: { status: 400, title: 'This cannot bound permissions' },
  last_administrator: { status: 409, title: 'Somebody must be able to administer' },
  identity_provider_not_found: { status: 404, title: 'No such identity provider' },
  break_glass_needed: { status: 409, title: 'Somebody must be able to sign in when the provider is away' },
})
