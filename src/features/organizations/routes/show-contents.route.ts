import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { countOrganization } from '../count-organization.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { orgParams } from '../schemas.ts'

export const showContentsRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/contents',
  summary: 'Count the OUs, policies, attachments and badges of an organization',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  reply: {
    status: 200,
    schema: z
      .object({ organizationalUnits: z.number(), policies: z.number(), attachments: z.number(), badges: z.number() })
      .meta({ id: 'OrganizationContents' }),
  },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: async (deps: { readonly db: Db }, { params }) => {
    const { uid } = await getOrganization(deps.db, params.org)
    return countOrganization(deps.db, uid)
  },
})
