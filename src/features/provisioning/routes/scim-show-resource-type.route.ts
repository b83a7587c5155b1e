import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { resourceTypes } from '../protocol/discovery.ts'
import { refuseUnknown } from '../provision-user.ts'
import { anyQuery, readErrors, resourceParams } from '../scim-messages.ts'

export const scimShowResourceTypeRoute = defineRoute({
  method: 'GET',
  path: '/scim/v2/ResourceTypes/:id',
  dialect: 'scim',
  summary: 'One kind of resource',
  permission: 'people:provision',
  params: resourceParams,
  query: anyQuery,
  reply: { status: 200, schema: z.looseObject({ id: z.string() }) },
  errors: readErrors,
  handle: async ({ baseUrl }: { readonly baseUrl: () => string }, { params }) =>
    resourceTypes(baseUrl()).find(({ id }) => id === params.id) ?? refuseUnknown(params.id),
})
