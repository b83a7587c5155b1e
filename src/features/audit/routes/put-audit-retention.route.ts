import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { setAuditRetention } from '../set-audit-retention.ts'

export const putAuditRetentionRoute = defineRoute({
  method: 'PUT',
  path: '/v1/audit/retention',
  summary: 'Set how long audit events are kept, by kind; this replaces every rule',
  permission: 'audit:write',
  body: z.strictObject({
    items: z
      .array(
        z.strictObject({
          pattern: z
            .string()
            .max(100)
            .regex(/^([a-z_]+\.)?([a-z_]+|\*)$/, 'Write an action, `sign_in.*` or `*`.'),
          days: z.int().min(30).max(36_500),
        }),
      )
      .max(100),
  }),
  reply: { status: 204, schema: z.undefined() },
  errors: {},
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, body }) => {
    await setAuditRetention(deps, actor, body.items)
    return undefined
  },
})
