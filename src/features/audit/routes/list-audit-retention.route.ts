import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'

export const listAuditRetentionRoute = defineRoute({
  method: 'GET',
  path: '/v1/audit/retention',
  summary: 'How long audit events are kept, by kind; what no pattern fits is kept for ever',
  permission: 'audit:read',
  wholeEstate: 'How long events are kept is settled for the whole trail.',
  reply: { status: 200, schema: z.object({ items: z.array(z.object({ pattern: z.string(), days: z.number() })) }) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }) => ({
    items: await db.selectFrom('audit_retention').select(['pattern', 'days']).orderBy('pattern').execute(),
  }),
})
