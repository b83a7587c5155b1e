import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'
import { levelAccountSchema, levelOuSchema } from '../tree-schemas.ts'
import { searchTree } from '../tree-search.ts'

export const searchTreeRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/tree/search',
  summary: 'Find OUs and accounts by part of a name or id, with the places above them',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  query: z.strictObject({ q: z.string().trim().max(200).default('').describe('Part of a name or id; nothing finds nothing') }),
  reply: {
    status: 200,
    schema: z
      .object({
        organizationId: z.string(),
        places: z
          .array(levelOuSchema.extend({ isFound: z.boolean() }).meta({ id: 'FoundTreePlace' }))
          .readonly()
          .describe('OUs that were found, and every place on the way to what was found, parents first'),
        accounts: z.array(levelAccountSchema).readonly(),
        isComplete: z.boolean().describe('False where more was found than is told: give more of the name'),
      })
      .meta({ id: 'TreeFindings' }),
  },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: (deps: { readonly db: Db }, { params, query }) => searchTree(deps.db, params.org, query.q),
})
