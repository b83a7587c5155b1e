import type { AwsDoor } from '#platform/aws/door.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { kitRequest, kitSchema, requestKit } from '../kit/request-kit.ts'

export const renderKitRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/kit',
  summary: 'Render the onboarding kit for a registration to come, with new ExternalIds',
  permission: 'organizations:write',
  body: kitRequest,
  reply: { status: 200, schema: kitSchema },
  errors: {},
  handle: (deps: { readonly door: AwsDoor }, { actor, body, signal }) => requestKit(deps, body, { actor: actor.id, signal }),
})
