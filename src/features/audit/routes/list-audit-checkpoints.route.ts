import { z } from 'zod'
import { checkpointSchema } from '#platform/audit/checkpoint.ts'
import { listNewestCheckpoints } from '#platform/audit/checkpoint-store.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'

export const listAuditCheckpointsRoute = defineRoute({
  method: 'GET',
  path: '/v1/audit/checkpoints',
  summary: 'Read the signed checkpoints of the audit trail, newest first, to keep copies elsewhere',
  permission: 'audit:read',
  query: pageQuery,
  reply: { status: 200, schema: pageReply(checkpointSchema.meta({ id: 'AuditCheckpoint' })) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor } }) => {
    const before = readCursor(cursor, z.tuple([z.int()]))?.[0]
    return pageOf(await listNewestCheckpoints(db, { before, limit: limit + 1 }), limit, ({ number }) => [number])
  },
})
