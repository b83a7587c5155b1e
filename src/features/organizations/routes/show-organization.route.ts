import { holdsEverywhere } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { organizationSchema, orgParams } from '../schemas.ts'
import { showOrganization } from '../show-organization.ts'

export const showOrganizationRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org',
  summary: 'Show a registered organization',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  reply: { status: 200, schema: organizationSchema },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  etag: ({ version }) => String(version),
  handle: (deps: { readonly db: Db }, { actor, params }) =>
    showOrganization(deps.db, params.org, !holdsEverywhere(actor, 'organizations:read')),
})
