import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageQuery } from '#platform/http/keyset.ts'
import { readSort, sortedPage } from '#platform/http/sorted-page.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'
import { levelAccountSchema, levelOuSchema } from '../tree-schemas.ts'
import { getTreeLevel, unplaced } from '../tree-level.ts'

export const showTreeLevelRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/tree/level',
  summary: 'Show one place of the tree: the OUs directly in it with how many accounts they hold, and its own accounts page by page',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  query: pageQuery.extend({
    under: z
      .union([z.string().regex(idPatterns.ou), z.string().regex(idPatterns.root), z.literal(unplaced)])
      .optional()
      .describe('The place; the root when absent, `unplaced` for accounts whose place is not known'),
  }),
  reply: {
    status: 200,
    schema: z
      .object({
        organizationId: z.string(),
        managementAccountId: z.string(),
        place: levelOuSchema.nullable(),
        ous: z.array(levelOuSchema).readonly(),
        accounts: z.array(levelAccountSchema).readonly(),
        nextCursor: z.string().nullable(),
        unplaced: z.number().int().describe('Accounts whose place is not known'),
      })
      .meta({ id: 'TreeLevel' }),
  },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    organization_tree_unknown: organizationErrorSpecs.organization_tree_unknown,
  },
  handle: async (deps: { readonly db: Db }, { params, query: { under, limit, cursor } }) => {
    const { position } = readSort<'name'>({ cursor }, 'name')
    const level = await getTreeLevel(deps.db, params.org, { under, page: { limit: limit + 1, position } })
    const { items, nextCursor } = sortedPage(level.accounts, { limit, sort: 'name', position })
    return { ...level, accounts: items, nextCursor }
  },
})
