import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { policyErrors, policyErrorSpecs } from '../errors.ts'
import { findOrganizationUid, findPolicy } from '../queries.ts'
import { policyDetailSchema } from '../schemas.ts'

export const showPolicyRoute = defineRoute({
  method: 'GET',
  path: '/v1/policies/:id',
  summary: 'Show one SCP or RCP with its text and where it is attached',
  permission: 'policies:read',
  reach: 'scoped',
  params: z.strictObject({ id: z.string().regex(idPatterns.policy, 'A policy id is p-… .') }),
  query: z.strictObject({
    organization: z.string().max(200).optional().describe("Needed for AWS's own policies when several are registered"),
  }),
  reply: { status: 200, schema: policyDetailSchema },
  errors: {
    policy_not_found: policyErrorSpecs.policy_not_found,
    policy_organization_not_found: policyErrorSpecs.policy_organization_not_found,
  },
  handle: async (deps: { readonly db: Db }, { params: { id }, query: { organization } }) => {
    const organizationUid = organization === undefined ? undefined : await findOrganizationUid(deps.db, organization)
    if (organization !== undefined && organizationUid === undefined) {
      throw policyErrors.policy_organization_not_found(`No organization "${organization}" is registered.`)
    }
    const policy = await findPolicy(deps.db, id, organizationUid)
    if (policy === undefined) throw policyErrors.policy_not_found(`No synced organization has a policy ${id}.`)
    return { ...policy, targets: [...policy.targets], attachments: policy.targets.length }
  },
})
