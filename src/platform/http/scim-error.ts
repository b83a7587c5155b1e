import type { AppError } from '#lib/app-error.ts'

/** https://www.rfc-editor.org/rfc/rfc7644#section-8.1 */
export const scimMediaType = 'application/scim+json'

/** https://www.rfc-editor.org/rfc/rfc7644#section-3.12 */
export type ScimError = {
  readonly schemas: readonly string[]
  readonly status: string
  readonly scimType?: string
  readonly detail: string
}

const schemaId = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** Our codes under the names that RFC 7644 has for them; what it has no name for goes by its status alone. */
const scimTypes: Readonly<Record<string, string>> = {
  scim_invalid_filter: 'invalidFilter',
  scim_invalid_path: 'invalidPath',
  scim_invalid_value: 'invalidValue',
  scim_invalid_syntax: 'invalidSyntax',
  scim_no_target: 'noTarget',
  scim_mutability: 'mutability',
  scim_too_many: 'tooMany',
  scim_uniqueness: 'uniqueness',
  invalid_input: 'invalidValue',
  invalid_json: 'invalidSyntax',
}

export function scimErrorOf({ code, status, message }: Pick<AppError, 'code' | 'status' | 'message'>): ScimError {
  const scimType = scimTypes[code]
  return { schemas: [schemaId], status: String(status), ...(scimType === undefined ? {} : { scimType }), detail: message }
}

export const scimErrorSchema = {
  type: 'object' as const,
  required: ['schemas', 'status', 'detail'],
  properties: {
    schemas: { type: 'array' as const, items: { type: 'string' as const } },
    status: { type: 'string' as const },
    scimType: { type: 'string' as const },
    detail: { type: 'string' as const },
  },
}
