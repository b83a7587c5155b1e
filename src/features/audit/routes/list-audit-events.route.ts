import { z } from 'zod'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
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
})

const query = pageQuery.extend({
  actor: z.string().max(200).optional().describe('`token:<id>`, `os:<uid>`, …'),
  action: z.string().max(200).optional().describe('`organization.registered`, or `organization.*`'),
  subject: z.string().max(300).optional().describe('`account:111122223333`, or `account:*`'),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
})

export const listAuditEventsRoute = defineRoute({
  method: 'GET',
  path: '/v1/audit-events',
  summary: 'Read the audit trail, newest first',
  permission: 'audit:read',
  reach: 'scoped',
  query,
  reply: { status: 200, schema: pageReply(auditEventReply) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor, since, until, actor, action, subject } }) => {
    const beforeId = readCursor(cursor, z.tuple([z.int()]))?.[0]
    const filter = {
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...(subject === undefined ? {} : { subject }),
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
    }
    const { items, nextCursor } = pageOf(await listAuditEvents(db, filter, { limit: limit + 1, beforeId }), limit, ({ id }) => [id])
    return { items: items.map((event) => ({ ...event, at: event.at.toISOString() })), nextCursor }
  },
})
