import { z } from 'zod'
import { httpErrors } from '#platform/http/http-errors.ts'
import { scimErrors } from './errors.ts'
import { project, readProjection } from './protocol/projection.ts'
import { type Resource, versionOf } from './protocol/resource.ts'

/** What a reply may show: https://www.rfc-editor.org/rfc/rfc7644#section-3.9. Other parameters are passed over; Entra ID adds some. */
const names = z.string().max(4000).optional()
export const viewQuery = z.object({
  attributes: names.describe('Attributes to show, with commas between'),
  excludedAttributes: names.describe('Attributes to leave out'),
})

/** https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2 */
export const searchQuery = viewQuery.extend({
  filter: z.string().optional().describe('RFC 7644, 3.4.2.2, such as userName eq "pat@example.com"'),
  startIndex: z.coerce.number().int().default(1).describe('From 1'),
  count: z.coerce.number().int().optional().describe('At most as many; fewer may come'),
})

const nameList = z.array(z.string().max(1000)).max(200).optional()
export const searchBody = z.looseObject({
  attributes: nameList,
  excludedAttributes: nameList,
  filter: z.string().optional(),
  startIndex: z.int().default(1),
  count: z.int().optional(),
})

export const anyQuery = z.object({})
export const resourceParams = z.strictObject({ id: z.string().min(1).max(200) })
/** Attributes are read by `readBody`: names in any case, and more of them than Reeve keeps. */
export const resourceBody = z.looseObject({ schemas: z.array(z.string()).optional() })

/** https://www.rfc-editor.org/rfc/rfc7644#section-3.5.2 */
export const patchBody = z.looseObject({
  schemas: z.array(z.string()).optional(),
  Operations: z
    .array(
      z.looseObject({
        op: z.string(),
        path: z
          .string()
          .nullish()
          .transform((path) => path ?? undefined),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(1000),
})

export const resourceReply = z
  .looseObject({
    schemas: z.array(z.string()).readonly(),
    id: z.string(),
    meta: z.looseObject({ location: z.string(), version: z.string() }),
  })
  .meta({ id: 'ScimResource' })

export const listReply = z
  .looseObject({
    schemas: z.array(z.string()),
    totalResults: z.number().int(),
    startIndex: z.number().int(),
    itemsPerPage: z.number().int(),
    Resources: z.array(z.looseObject({ id: z.string() })),
  })
  .meta({ id: 'ScimListResponse' })

const listSchemaId = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

/** A page in the order that `startIndex` counts by: less than 1 is 1, less than none is none (RFC 7644, 3.4.2.4). */
export function windowOf({ startIndex, count }: { readonly startIndex: number; readonly count?: number | undefined }, max: number) {
  return { offset: Math.max(startIndex, 1) - 1, count: Math.min(Math.max(count ?? max, 0), max) }
}

export function listResponse<Item extends { readonly id: string }>(found: {
  readonly total: number
  readonly offset: number
  readonly items: readonly Item[]
}) {
  return {
    schemas: [listSchemaId],
    totalResults: found.total,
    startIndex: found.offset + 1,
    itemsPerPage: found.items.length,
    Resources: [...found.items],
  }
}

type Asked = { readonly attributes?: unknown; readonly excludedAttributes?: unknown }

export function present(resource: object, asked: Asked): object {
  return project(resource as Resource, readProjection(asked))
}

export function presentList(reply: { readonly Resources: readonly object[] }, asked: Asked): object {
  return { ...reply, Resources: reply.Resources.map((resource) => present(resource, asked)) }
}

/** What SCIM's routes have in common. */
export const scimResource = {
  etag: (reply: object) => versionOf(reply as Resource),
  location: (reply: object) => (reply as Resource).meta.location,
}

const { scim_invalid_filter, scim_invalid_path, scim_invalid_value, scim_invalid_syntax, scim_no_target } = scimErrors
const { scim_mutability, scim_too_many, scim_uniqueness, scim_not_found, scim_protected } = scimErrors
const { precondition_failed } = httpErrors
export const readErrors = { scim_not_found }
export const searchErrors = { scim_invalid_filter }
export const createErrors = { scim_invalid_value, scim_too_many, scim_uniqueness }
export const replaceErrors = { ...createErrors, scim_not_found, scim_protected, precondition_failed }
export const patchErrors = {
  ...replaceErrors,
  scim_invalid_path,
  scim_invalid_syntax,
  scim_no_target,
  scim_mutability,
  scim_invalid_filter,
}
export const removeErrors = { scim_not_found, scim_protected, precondition_failed }
