import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { auditErrors } from '../errors.ts'
import { sinkParams } from '../sink-state.ts'
import { type EditSinkDeps, removeSink } from '../sinks/edit-sink.ts'

export const removeAuditSinkRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/audit/sinks/:sink',
  summary: 'Remove an audit sink; what waits for it is not sent',
  permission: 'audit:write',
  params: sinkParams,
  reply: { status: 204, schema: z.undefined() },
  errors: { audit_sink_not_found: auditErrors.audit_sink_not_found },
  handle: async (deps: Pick<EditSinkDeps, 'db' | 'now'>, { actor, params }) => {
    await removeSink(deps, actor, params.sink)
    return undefined
  },
})
