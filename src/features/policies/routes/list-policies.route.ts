import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { policyErrors, policyErrorSpecs } from '../errors.ts'
import { findOrganizationUid, listPolicies } from '../queries.ts'
import { policySchema } from '../schemas.ts'

export const listPoliciesRoute = defineRoute({
  method: 'GET',
  path: '/v1/policies',
  summary: 'List SCPs and RCPs as last synced',
  permission: 'policies:read',
  reach: 'scoped',
  query: pageQuery.extend({
    organization: z.string().max(200).optional().describe('`o-…` or nickname'),
    type: z.enum(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']).optional(),
    q: z.string().max(200).optional().describe('Part of a name, or a policy id'),
  }),
  reply: { status: 200, schema: pageReply(policySchema) },
  errors: { policy_organization_not_found: policyErrorSpecs.policy_organization_not_found },
  handle: async (deps: { readonly db: Db }, { query: { limit, cursor, organization, type, q } }) => {
    const organizationUid = organization === undefined ? undefined : await findOrganizationUid(deps.db, organization)
    if (organization !== undefined && organizationUid === undefined) {
      throw policyErrors.policy_organization_not_found(`No organization "${organization}" is registered.`)
    }
    const after = readCursor(cursor, z.tuple([z.string(), z.string()]))
    const rows = await listPolicies(deps.db, { organizationUid, type, q, after, limit: limit + 1 })
    return pageOf(rows, limit, (row) => [row.organizationId, row.policyId])
  },
})
