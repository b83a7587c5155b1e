import { defineRoute } from '#platform/http/define-route.ts'
import { schemas } from '../protocol/discovery.ts'
import { anyQuery, listReply, listResponse } from '../scim-messages.ts'

export const scimListSchemasRoute = defineRoute({
  method: 'GET',
  path: '/scim/v2/Schemas',
  dialect: 'scim',
  summary: 'Attributes that Reeve keeps',
  permission: 'people:provision',
  query: anyQuery,
  reply: { status: 200, schema: listReply },
  errors: {},
  handle: async ({ baseUrl }: { readonly baseUrl: () => string }) => {
    const items = schemas(baseUrl())
    return listResponse({ total: items.length, offset: 0, items })
  },
})
