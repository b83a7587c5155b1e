import { defineErrors } from '#lib/app-error.ts'

export const provisioningErrors = defineErrors({
  scim_connection_not_found: { status: 404, title: 'No such SCIM connection' },
  scim_token_not_found: { status: 404, title: 'No such SCIM token' },
  identity_provider_managed: { status: 409, title: 'Another SCIM connection provisions for this provider' },
})

/** What a directory is told. The code after `scim_` is the error's `scimType` where RFC 7644, 3.12 names one. */
export const scimErrors = defineErrors({
  scim_invalid_filter: { status: 400, title: 'The filter cannot be used' },
  scim_invalid_path: { status: 400, title: 'The path cannot be used' },
  scim_invalid_value: { status: 400, title: 'A value cannot be used' },
  scim_invalid_syntax: { status: 400, title: 'The request is not a SCIM message' },
  scim_no_target: { status: 400, title: 'The path leads to nothing' },
  scim_mutability: { status: 400, title: 'This attribute cannot be changed so' },
  scim_too_many: { status: 400, title: 'More than one request can hold' },
  scim_uniqueness: { status: 409, title: 'Taken' },
  scim_not_found: { status: 404, title: 'No such resource' },
  scim_protected: { status: 403, title: 'Reeve protects this person' },
})
