import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { getOrganizationTree } from '../organization-tree.ts'
import { orgParams } from '../schemas.ts'

const policy = z.object({ policyId: z.string(), name: z.string(), type: z.string(), awsManaged: z.boolean() })
const account = z.object({
  accountId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  state: z.string(),
  status: z.string(),
  inclusion: z.string(),
  isManagementAccount: z.boolean(),
  orgPath: z.string().nullable(),
  pathIds: z.string().nullable(),
  policies: z.array(policy).readonly(),
})
const ou = z
  .object({
    id: z.string(),
    parentId: z.string().nullable(),
    name: z.string(),
    orgPath: z.string().describe('Root/Sports/Baseball'),
    pathIds: z.string().describe('o-…/r-…/ou-…/, as in aws:PrincipalOrgPaths'),
    policies: z.array(policy).readonly(),
    accounts: z.array(account).readonly(),
    get children() {
      return z.array(ou).readonly()
    },
  })
  .meta({ id: 'OrganizationalUnitNode' })

export const showTreeRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/tree',
  summary: 'Show OUs, accounts and attached policies as a tree, as last synced',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  query: z.strictObject({
    under: z
      .union([z.string().regex(idPatterns.ou), z.string().regex(idPatterns.root)])
      .optional()
      .describe('Only this OU and what lies below'),
  }),
  reply: {
    status: 200,
    schema: z
      .object({ organizationId: z.string(), managementAccountId: z.string(), root: ou, unplaced: z.array(account).readonly() })
      .meta({ id: 'OrganizationTree' }),
  },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    organization_tree_unknown: organizationErrorSpecs.organization_tree_unknown,
  },
  handle: (deps: { readonly db: Db }, { params, query }) => getOrganizationTree(deps.db, params.org, query.under),
})
