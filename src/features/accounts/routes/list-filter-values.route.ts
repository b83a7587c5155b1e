import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { listFilterValues } from '../list-filter-values.ts'

export const listFilterValuesRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts/filter-values',
  summary: 'What can be completed in a filter of accounts: badges and places that they have',
  permission: 'accounts:read',
  reach: 'scoped',
  reply: {
    status: 200,
    schema: z
      .object({
        badges: z
          .array(z.object({ key: z.string(), values: z.array(z.string()).readonly() }))
          .readonly()
          .describe('Values only where there are few'),
        places: z.array(z.string()).readonly().describe('Root/Sports/Baseball'),
      })
      .meta({ id: 'AccountFilterValues' }),
  },
  errors: {},
  handle: ({ db }: { readonly db: Db }) => listFilterValues(db),
})
