import { z } from 'zod'
import type { IamIndex } from '#iam/index.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { listLimits, listServices } from '../action-catalogue.ts'

export const listServicesRoute = defineRoute({
  method: 'GET',
  path: '/v1/policies/services',
  summary: 'What a policy can be written of: the services of AWS, condition keys that fit all of them, and how long a policy may be',
  permission: 'policies:read',
  reach: 'scoped',
  reply: {
    status: 200,
    schema: z
      .object({
        version: z.string().describe("Of AWS's published actions, as this server has them"),
        services: z
          .array(
            z.object({
              service: z.string().describe('The prefix of its actions'),
              actions: z.number(),
              rcp: z.boolean().describe('RCPs can limit it'),
            }),
          )
          .readonly(),
        globalKeys: z.array(z.object({ key: z.string(), type: z.string() })).readonly(),
        limits: z
          .array(
            z.object({
              type: z.enum(['scp', 'rcp', 'identity']),
              charactersMax: z.number(),
              countsWhitespace: z.boolean(),
              asOf: z.string(),
            }),
          )
          .readonly(),
      })
      .meta({ id: 'PolicyServices' }),
  },
  errors: {},
  etag: ({ version }) => version,
  handle: async ({ iamIndex }: { readonly iamIndex: () => IamIndex }) => {
    const index = iamIndex()
    return { version: index.version, services: listServices(index), globalKeys: index.globalKeys(), limits: listLimits() }
  },
})
