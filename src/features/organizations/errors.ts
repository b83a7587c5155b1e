import { defineErrors } from '#lib/app-error.ts'

export const organizationErrorSpecs = {
  organization_invalid: { status: 400, title: 'The organization form has errors' },
  organization_not_found: { status: 404, title: 'No such organization' },
  organization_already_registered: { status: 409, title: 'This organization is already registered' },
  organization_nickname_taken: { status: 409, title: 'Another organization has this nickname' },
  organization_is_another: { status: 409, title: 'The role leads to another organization' },
  organization_role_not_assumed: { status: 422, title: 'The organization role could not be assumed' },
  organization_not_in_use: { status: 422, title: 'The account belongs to no organization' },
  organization_permissions_missing: { status: 422, title: 'The organization role lacks permissions' },
  organization_checks_incomplete: { status: 503, title: 'AWS did not answer all checks' },
  organization_tree_unknown: { status: 409, title: 'The organization has not been synced yet' },
  organization_sync_running: { status: 409, title: 'A sync is under way' },
  sync_not_found: { status: 404, title: 'No such sync' },
  sync_not_running: { status: 409, title: 'The sync has ended' },
  attention_not_found: { status: 404, title: 'No such item' },
  external_id_absent: { status: 404, title: 'No ExternalId is stored for this role' },
} as const

export const organizationErrors = defineErrors(organizationErrorSpecs)
