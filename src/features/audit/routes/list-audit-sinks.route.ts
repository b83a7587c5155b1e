import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { sinkStateReply, toSinkState } from '../sink-state.ts'
import { listSinks } from '../sinks/sink-queries.ts'

export const listAuditSinksRoute = defineRoute({
  method: 'GET',
  path: '/v1/audit/sinks',
  summary: 'List where the audit trail is sent, how far each place has got and what it last said; never secrets',
  permission: 'audit:read',
  reply: { status: 200, schema: z.strictObject({ items: z.array(sinkStateReply) }) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }) => ({
    items: await Promise.all((await listSinks(db)).map((state) => toSinkState(db, state))),
  }),
})
