import { z } from 'zod'
import { listScimTokens } from '#platform/auth/scim-token-store.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { connectionReply, toConnectionReply } from '../connection-reply.ts'
import { listConnections } from '../connection-store.ts'

export const listScimConnectionsRoute = defineRoute({
  method: 'GET',
  path: '/v1/scim-connections',
  summary: 'Directories that provision people and groups over SCIM; never their tokens’ secrets',
  permission: 'people:read',
  reply: { status: 200, schema: z.object({ items: z.array(connectionReply) }) },
  errors: {},
  handle: async ({ db, baseUrl }: { readonly db: Db; readonly baseUrl: () => string }) => {
    const connections = await listConnections(db)
    const tokens = await listScimTokens(
      db,
      connections.map(({ id }) => id),
    )
    return { items: connections.map((connection) => toConnectionReply(connection, { tokens, baseUrl: baseUrl() })) }
  },
})
