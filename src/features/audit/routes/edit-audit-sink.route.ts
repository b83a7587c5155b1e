import { defineRoute } from '#platform/http/define-route.ts'
import { auditErrors } from '../errors.ts'
import { sinkParams } from '../sink-state.ts'
import { editSink, type EditSinkDeps } from '../sinks/edit-sink.ts'
import { sinkEdit, sinkReply, toSinkReply } from '../sinks/sink.ts'

const { audit_sink_not_found, audit_sink_name_taken, audit_sink_kind_fixed, audit_sink_incomplete } = auditErrors

export const editAuditSinkRoute = defineRoute({
  method: 'PATCH',
  path: '/v1/audit/sinks/:sink',
  summary: 'Change an audit sink; what is not given stays, its secrets and its position too',
  permission: 'audit:write',
  params: sinkParams,
  body: sinkEdit,
  reply: { status: 200, schema: sinkReply },
  errors: { audit_sink_not_found, audit_sink_name_taken, audit_sink_kind_fixed, audit_sink_incomplete },
  etag: ({ version }) => String(version),
  handle: async (deps: EditSinkDeps, { actor, params, body, ifMatch }) =>
    toSinkReply(await editSink(deps, actor, { ref: params.sink, edit: body, ifMatch })),
})
