import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { serviceProviderConfig } from '../protocol/discovery.ts'
import { anyQuery } from '../scim-messages.ts'

export const scimShowServiceProviderConfigRoute = defineRoute({
  method: 'GET',
  path: '/scim/v2/ServiceProviderConfig',
  dialect: 'scim',
  summary: 'What of SCIM this server can and cannot do',
  permission: 'people:provision',
  query: anyQuery,
  reply: { status: 200, schema: z.looseObject({ schemas: z.array(z.string()) }) },
  errors: {},
  handle: async ({ baseUrl }: { readonly baseUrl: () => string }) => serviceProviderConfig(baseUrl()),
})
