import { z } from 'zod'
import { accessLevels, type IamIndex } from '#iam/index.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { listActions } from '../action-catalogue.ts'

const action = z
  .object({
    action: z.string(),
    accessLevel: z.enum(accessLevels),
    resourceTypes: z
      .array(z.object({ name: z.string(), arn: z.string().nullable().describe('Form of its ARN') }))
      .readonly()
      .describe('What it can be limited to; none: only *'),
    conditionKeys: z.array(z.object({ key: z.string(), type: z.string().nullable() })).readonly(),
  })
  .meta({ id: 'PolicyAction' })

export const listActionsRoute = defineRoute({
  method: 'GET',
  path: '/v1/policies/actions',
  summary: "AWS's published actions with access level, resource types and condition keys",
  permission: 'policies:read',
  reach: 'scoped',
  query: pageQuery.extend({
    service: z.string().max(100).optional().describe('Prefix of the actions; every service where absent'),
    level: z.enum(accessLevels).optional(),
    q: z.string().max(200).optional().describe('Part of an action'),
  }),
  reply: { status: 200, schema: pageReply(action) },
  errors: {},
  handle: async ({ iamIndex }: { readonly iamIndex: () => IamIndex }, { query: { limit, cursor, service, level, q } }) => {
    const index = iamIndex()
    const [after] = readCursor(cursor, z.tuple([z.string()])) ?? []
    const rows = listActions(index, { service, level, text: q }, { after, limit: limit + 1 })
    const page = pageOf(rows, limit, (row) => [row.action])
    return {
      ...page,
      items: page.items.map(({ action: name, accessLevel, resourceTypes, conditionKeys }) => {
        const forms = index.resourceTypesOf(name.slice(0, name.indexOf(':')))
        return {
          action: name,
          accessLevel,
          resourceTypes: resourceTypes.map((type) => ({ name: type, arn: forms.find((form) => form.name === type)?.arn ?? null })),
          conditionKeys: conditionKeys.map((key) => ({ key, type: index.typeOfKey(key) ?? null })),
        }
      }),
    }
  },
})
