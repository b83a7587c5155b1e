import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { requireConnection } from '../change-connection.ts'
import { connectionParams } from '../connection-reply.ts'
import { provisioningErrors } from '../errors.ts'
import { listGroupFacts } from '../group-facts.ts'

const group = z
  .object({
    id: z.string(),
    displayName: z.string(),
    externalId: z.string().nullable(),
    members: z.number().int(),
    roles: z
      .array(z.object({ role: z.string(), scope: z.string().nullable() }))
      .readonly()
      .describe('What the mapping gives its members'),
  })
  .meta({ id: 'ProvisionedGroup' })

export const listProvisionedGroupsRoute = defineRoute({
  method: 'GET',
  path: '/v1/scim-connections/:connection/groups',
  summary: 'Groups that a directory has sent, how many are in them, and the roles they give',
  permission: 'people:read',
  params: connectionParams,
  query: pageQuery,
  reply: { status: 200, schema: pageReply(group) },
  errors: { scim_connection_not_found: provisioningErrors.scim_connection_not_found },
  handle: async ({ db }: { readonly db: Db }, { params, query: { limit, cursor } }) => {
    await requireConnection(db, params.connection)
    const after = readCursor(cursor, z.tuple([z.string()]))?.[0]
    return pageOf(await listGroupFacts(db, params.connection, { limit: limit + 1, after }), limit, ({ key }) => [key])
  },
})
