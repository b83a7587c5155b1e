import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { peopleErrors } from '../errors.ts'
import { revokeToken, type RevokeTokenDeps } from '../revoke-token.ts'

export const revokeTokenRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/tokens/:token',
  summary: 'Revoke an API token, named by its id or its name',
  permission: 'tokens:write',
  params: z.strictObject({ token: z.string().min(1).max(100) }),
  reply: { status: 204, schema: z.undefined() },
  errors: { token_not_found: peopleErrors.token_not_found },
  handle: async (deps: RevokeTokenDeps, { actor, params }) => {
    await revokeToken(deps, actor, params.token)
    return undefined
  },
})
