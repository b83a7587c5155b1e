import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { showIdentityProviders } from '../change-identity-provider.ts'

const grant = z.object({ claim: z.string(), value: z.string(), role: z.string(), scope: z.string().nullable() })

export const listIdentityProvidersRoute = defineRoute({
  method: 'GET',
  path: '/v1/identity-providers',
  summary: 'Providers that people sign in through, and what their claims give',
  permission: 'people:read',
  reply: {
    status: 200,
    schema: z.object({
      items: z.array(
        z
          .object({
            id: z.string(),
            name: z.string(),
            issuer: z.string(),
            clientId: z.string(),
            hasClientSecret: z.boolean(),
            scopes: z.array(z.string()).readonly(),
            grants: z.array(grant).readonly(),
            version: z.number(),
          })
          .meta({ id: 'IdentityProvider' }),
      ),
    }),
  },
  errors: {},
  handle: async ({ db }: { readonly db: Db }) => ({ items: await showIdentityProviders(db) }),
})
