import { defineRoute } from '#platform/http/define-route.ts'
import { resourceTypes } from '../protocol/discovery.ts'
import { anyQuery, listReply, listResponse } from '../scim-messages.ts'

export const scimListResourceTypesRoute = defineRoute({
  method: 'GET',
  path: '/scim/v2/ResourceTypes',
  dialect: 'scim',
  summary: 'Kinds of resources that directories can write',
  permission: 'people:provision',
  query: anyQuery,
  reply: { status: 200, schema: listReply },
  errors: {},
  handle: async ({ baseUrl }: { readonly baseUrl: () => string }) => {
    const items = resourceTypes(baseUrl())
    return listResponse({ total: items.length, offset: 0, items })
  },
})
