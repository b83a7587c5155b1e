import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { auditErrors } from '../errors.ts'
import { sinkParams, sinkStateReply, toSinkState } from '../sink-state.ts'
import { sinkNotFound } from '../sinks/edit-sink.ts'
import { findSink } from '../sinks/sink-queries.ts'

export const showAuditSinkRoute = defineRoute({
  method: 'GET',
  path: '/v1/audit/sinks/:sink',
  summary: 'Show one audit sink, never its secrets',
  permission: 'audit:read',
  params: sinkParams,
  reply: { status: 200, schema: sinkStateReply },
  errors: { audit_sink_not_found: auditErrors.audit_sink_not_found },
  etag: ({ version }) => String(version),
  handle: async ({ db }: { readonly db: Db }, { params }) => {
    const state = await findSink(db, params.sink)
    if (state === undefined) throw sinkNotFound(params.sink)
    return toSinkState(db, state)
  },
})
