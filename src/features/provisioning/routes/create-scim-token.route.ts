import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { createScimToken, type ScimTokenDeps } from '../change-token.ts'
import { connectionParams, scimTokenReply, toScimTokenReply } from '../connection-reply.ts'
import { provisioningErrors } from '../errors.ts'

export const createScimTokenRoute = defineRoute({
  method: 'POST',
  path: '/v1/scim-connections/:connection/tokens',
  summary: 'Give a SCIM connection a new token, in this reply and nowhere else; older ones work for the overlap',
  permission: 'people:write',
  params: connectionParams,
  body: z.strictObject({
    expiresInDays: z.int().min(1).max(730).default(365),
    overlapHours: z.int().min(0).max(720).default(24).describe('How long tokens made before still work; 0 ends them at once'),
  }),
  reply: { status: 201, schema: scimTokenReply.extend({ token: z.string() }) },
  errors: { scim_connection_not_found: provisioningErrors.scim_connection_not_found },
  handle: async (deps: ScimTokenDeps, { actor, params, body }) => {
    const { token, secret } = await createScimToken(deps, actor, { connection: params.connection, ...body })
    return { ...toScimTokenReply(token), token: secret }
  },
})
