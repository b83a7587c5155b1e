import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { removeOrganization, type RemoveOrganizationDeps } from '../remove-organization.ts'
import { orgParams } from '../schemas.ts'

const removal = z
  .object({
    organizationId: z.string(),
    accountsDetached: z.number(),
    purgeAfter: z.date(),
    tearDown: z.string().describe('What is left to do in AWS, as commands; Reeve changes nothing there'),
  })
  .meta({ id: 'OrganizationRemoval' })

export const removeOrganizationRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/organizations/:org',
  summary: 'Remove a registration: detach its accounts, wipe its credentials, keep its history',
  permission: 'organizations:write',
  params: orgParams,
  reply: { status: 200, schema: removal },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: (deps: RemoveOrganizationDeps, { actor, params, requestId, ifMatch }) =>
    removeOrganization(deps, actor, { ref: params.org, requestId, ...(ifMatch !== undefined && { ifMatch }) }),
})
