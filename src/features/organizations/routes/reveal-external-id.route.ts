import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { revealExternalIds, type RevealExternalIdsDeps } from '../reveal-external-ids.ts'
import { orgParams } from '../schemas.ts'

export const revealExternalIdRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/reveal-external-id',
  summary: 'Show the stored ExternalIds; every reveal is audited',
  permission: 'organizations:reveal-secret',
  wholeEstate: 'These secrets open every account of the organization.',
  params: orgParams,
  reply: {
    status: 200,
    schema: z.object({ organizationRole: z.string().nullable(), memberRole: z.string().nullable() }).meta({ id: 'RevealedExternalIds' }),
  },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: (deps: RevealExternalIdsDeps, { actor, params, requestId }) => revealExternalIds(deps, actor, { ref: params.org, requestId }),
})
