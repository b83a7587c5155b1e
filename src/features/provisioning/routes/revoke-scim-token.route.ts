import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { endScimToken, type ScimTokenDeps } from '../change-token.ts'
import { connectionParams } from '../connection-reply.ts'
import { provisioningErrors } from '../errors.ts'

export const revokeScimTokenRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/scim-connections/:connection/tokens/:token',
  summary: 'Revoke a token of a SCIM connection at once',
  permission: 'people:write',
  params: connectionParams.extend({ token: z.uuid() }),
  reply: { status: 204, schema: z.undefined() },
  errors: { scim_token_not_found: provisioningErrors.scim_token_not_found },
  handle: async (deps: Pick<ScimTokenDeps, 'db' | 'now'>, { actor, params }) => {
    await endScimToken(deps, actor, { ...params })
    return undefined
  },
})
