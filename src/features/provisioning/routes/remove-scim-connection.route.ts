import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { type ConnectionDeps, removeConnection } from '../change-connection.ts'
import { connectionParams } from '../connection-reply.ts'
import { provisioningErrors } from '../errors.ts'

export const removeScimConnectionRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/scim-connections/:connection',
  summary: 'Let a directory provision nobody any more; whom it made, and nobody gave anything here, goes with it',
  permission: 'people:write',
  params: connectionParams,
  reply: { status: 204, schema: z.undefined() },
  errors: { scim_connection_not_found: provisioningErrors.scim_connection_not_found },
  handle: async (deps: ConnectionDeps, { actor, params }) => {
    await removeConnection(deps, actor, params.connection)
    return undefined
  },
})
