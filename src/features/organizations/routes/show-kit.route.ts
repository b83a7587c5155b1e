import type { AwsDoor } from '#platform/aws/door.ts'
import type { Db } from '#platform/db/db.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { kitSchema, renderKitOf } from '../kit/request-kit.ts'
import { orgParams } from '../schemas.ts'

export const showKitRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/kit',
  summary: "Render the installed version's kit for a registered organization; stored ExternalIds stay hidden",
  permission: 'organizations:read',
  wholeEstate: 'The kit names the accounts and roles by which the whole organization is read.',
  params: orgParams,
  reply: { status: 200, schema: kitSchema },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: async (deps: { readonly db: Db; readonly door: AwsDoor; readonly sealer: Sealer }, { actor, params, signal }) =>
    renderKitOf(deps, await getOrganization(deps.db, params.org), { actor: actor.id, signal }),
})
