import type { Email, PersonName } from './values.ts'
import { groupSchemaId, userSchemaId } from './attributes.ts'

type Stamps = { readonly version: number; readonly createdAt: Date; readonly updatedAt: Date }

/** A person as a row of the directory's. */
export type UserRow = Stamps & {
  readonly id: string
  readonly userName: string
  readonly externalId: string | null
  readonly displayName: string | null
  readonly name: PersonName | null
  readonly emails: readonly Email[]
  readonly active: boolean | null
  readonly groups: readonly { readonly id: string; readonly display: string }[]
}

export type GroupRow = Stamps & {
  readonly id: string
  readonly displayName: string
  readonly externalId: string | null
  /** Undefined where nobody asked for them. */
  readonly members: readonly string[] | undefined
}

/** A resource as it travels; what has no value is left out. */
export type Resource = {
  readonly schemas: readonly string[]
  readonly id: string
  readonly meta: { readonly location: string; readonly version: string; readonly [member: string]: unknown }
  readonly [attribute: string]: unknown
}

/** https://www.rfc-editor.org/rfc/rfc7643#section-4.1 */
export function userResource(row: UserRow, baseUrl: string): Resource {
  return {
    schemas: [userSchemaId],
    id: row.id,
    ...given('externalId', row.externalId),
    userName: row.userName,
    ...given('name', row.name),
    ...given('displayName', row.displayName),
    ...given('active', row.active),
    ...given('emails', row.emails.length === 0 ? null : row.emails),
    ...given(
      'groups',
      row.groups.length === 0
        ? null
        : row.groups.map(({ id, display }) => ({ value: id, $ref: addressOf(baseUrl, 'Groups', id), display, type: 'direct' })),
    ),
    meta: metaOf(row, 'User', addressOf(baseUrl, 'Users', row.id)),
  }
}

/** https://www.rfc-editor.org/rfc/rfc7643#section-4.2 */
export function groupResource(row: GroupRow, baseUrl: string): Resource {
  return {
    schemas: [groupSchemaId],
    id: row.id,
    ...given('externalId', row.externalId),
    displayName: row.displayName,
    ...given(
      'members',
      row.members === undefined || row.members.length === 0
        ? null
        : row.members.map((id) => ({ value: id, $ref: addressOf(baseUrl, 'Users', id), type: 'User' })),
    ),
    meta: metaOf(row, 'Group', addressOf(baseUrl, 'Groups', row.id)),
  }
}

/** The version as `ETag` has it: https://www.rfc-editor.org/rfc/rfc7643#section-3.1 */
export function versionOf(resource: Resource): string {
  return resource.meta.version.replace(/^W\//, '').replaceAll('"', '')
}

function metaOf({ version, createdAt, updatedAt }: Stamps, resourceType: string, location: string): Resource['meta'] {
  return {
    resourceType,
    created: createdAt.toISOString(),
    lastModified: updatedAt.toISOString(),
    location,
    version: `W/"${version}"`,
  }
}

function addressOf(baseUrl: string, endpoint: 'Users' | 'Groups', id: string): string {
  return `${baseUrl}/scim/v2/${endpoint}/${id}`
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === null ? {} : { [name]: value }
}
