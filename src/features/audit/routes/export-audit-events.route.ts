import { z } from 'zod'
import { countAuditEvents } from '#platform/audit/list-events.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { auditFilterQuery, readAuditFilter } from '../audit-query.ts'
import { exportEvents } from '../export-events.ts'

type Deps = { readonly db: Db }

export const exportAuditEventsRoute = defineRoute({
  method: 'GET',
  path: '/v1/audit-events/export',
  summary: 'Every audit event that matches, as CSV (`Accept: text/csv`) or JSON lines (`application/jsonl`); as JSON, how many there are',
  permission: 'audit:read',
  reach: 'scoped',
  query: z.strictObject(auditFilterQuery),
  reply: { status: 200, schema: z.strictObject({ count: z.number() }) },
  lines: {
    name: 'audit-events',
    types: ['text/csv', 'application/jsonl'],
    write: ({ db }: Deps, { query }, type) => exportEvents(db, readAuditFilter(query), type),
  },
  errors: {},
  handle: async ({ db }: Deps, { query }) => ({ count: await countAuditEvents(db, readAuditFilter(query)) }),
})
