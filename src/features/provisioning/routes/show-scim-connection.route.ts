import { listScimTokens } from '#platform/auth/scim-token-store.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { requireConnection } from '../change-connection.ts'
import { connectionParams, connectionReply, toConnectionReply } from '../connection-reply.ts'
import { provisioningErrors } from '../errors.ts'

export const showScimConnectionRoute = defineRoute({
  method: 'GET',
  path: '/v1/scim-connections/:connection',
  summary: 'One SCIM connection with its mapping and tokens',
  permission: 'people:read',
  params: connectionParams,
  reply: { status: 200, schema: connectionReply },
  errors: { scim_connection_not_found: provisioningErrors.scim_connection_not_found },
  etag: ({ version }) => String(version),
  handle: async ({ db, baseUrl }: { readonly db: Db; readonly baseUrl: () => string }, { params }) =>
    toConnectionReply(await requireConnection(db, params.connection), {
      tokens: await listScimTokens(db, [params.connection]),
      baseUrl: baseUrl(),
    }),
})
