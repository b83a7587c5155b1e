import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { auditErrors } from '../errors.ts'
import { sinkParams } from '../sink-state.ts'
import { testSink, type TestSinkDeps } from '../sinks/test-sink.ts'

export const testAuditSinkRoute = defineRoute({
  method: 'POST',
  path: '/v1/audit/sinks/:sink/test',
  summary: 'Send something to an audit sink now and say what came of it; a bucket without Object Lock is refused',
  permission: 'audit:write',
  params: sinkParams,
  body: z.strictObject({}),
  reply: { status: 200, schema: z.strictObject({ isAccepted: z.boolean(), detail: z.string() }).meta({ id: 'AuditSinkTest' }) },
  errors: { audit_sink_not_found: auditErrors.audit_sink_not_found },
  handle: (deps: TestSinkDeps, { actor, params, signal }) => testSink(deps, actor, { ref: params.sink, signal }),
})
