import { z } from 'zod'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { auditFilterQuery, readAuditFilter } from '../audit-query.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'

const auditEventReply = z.strictObject({
  id: z.number(),
  at: z.iso.datetime(),
  actor: z.string(),
  actorKind: z.string(),
  action: z.string(),
  subject: z.string(),
  result: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
  source: z.string().nullable().describe('The address it came from, where one is known'),
  userAgent: z.string().nullable(),
})

export const listAuditEventsRoute = defineRoute({
  method: 'GET',
  path: '/v1/audit-events',
  summary: 'Read the audit trail, newest first',
  permission: 'audit:read',
  reach: 'scoped',
  query: pageQuery.extend(auditFilterQuery),
  reply: { status: 200, schema: pageReply(auditEventReply) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor, ...asked } }) => {
    const beforeId = readCursor(cursor, z.tuple([z.int()]))?.[0]
    const found = await listAuditEvents(db, readAuditFilter(asked), { limit: limit + 1, beforeId })
    const { items, nextCursor } = pageOf(found, limit, ({ id }) => [id])
    return { items: items.map((event) => ({ ...event, at: event.at.toISOString() })), nextCursor }
  },
})
