import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageQuery } from '#platform/http/keyset.ts'
import { readSort, sortedPage } from '#platform/http/sorted-page.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'
import { getTreeLevel, unplaced } from '../tree-level.ts'

const policy = z.object({ policyId: z.string(), name: z.string(), type: z.string(), awsManaged: z.boolean() })
const ou = z
  .object({
    id: z.string(),
    parentId: z.string().nullable(),
    name: z.string(),
    orgPath: z.string().describe('Root/Sports/Baseball'),
    pathIds: z.string().describe('o-…/r-…/ou-…/, as in aws:PrincipalOrgPaths'),
    policies: z.array(policy).readonly(),
    accounts: z.number().int().describe('Accounts at and below'),
    hasOus: z.boolean(),
  })
  .meta({ id: 'TreeLevelOu' })
const account = z
  .object({
    accountId: z.string(),
    name: z.string(),
    status: z.string(),
    state: z.string(),
    inclusion: z.string(),
    isManagementAccount: z.boolean(),
    policies: z.array(policy).readonly(),
  })
  .meta({ id: 'TreeLevelAccount' })

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
        place: ou.nullable(),
        ous: z.array(ou).readonly(),
        accounts: z.array(account).readonly(),
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
