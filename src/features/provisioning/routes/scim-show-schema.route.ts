import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { schemas } from '../protocol/discovery.ts'
import { refuseUnknown } from '../provision-user.ts'
import { anyQuery, readErrors, resourceParams } from '../scim-messages.ts'

export const scimShowSchemaRoute = defineRoute({
  method: 'GET',
  path: '/scim/v2/Schemas/:id',
  dialect: 'scim',
  summary: 'Attributes of one kind of resource',
  permission: 'people:provision',
  params: resourceParams,
  query: anyQuery,
  reply: { status: 200, schema: z.looseObject({ id: z.string() }) },
  errors: readErrors,
  handle: async ({ baseUrl }: { readonly baseUrl: () => string }, { params }) =>
    schemas(baseUrl()).find(({ id }) => id === params.id) ?? refuseUnknown(params.id),
})
