import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { auditErrors } from '../errors.ts'
import { addSink, type EditSinkDeps } from '../sinks/edit-sink.ts'
import { sinkForm, sinkReply, toSinkReply } from '../sinks/sink.ts'

const { audit_sink_name_taken, audit_sink_incomplete } = auditErrors

export const addAuditSinkRoute = defineRoute({
  method: 'POST',
  path: '/v1/audit/sinks',
  summary: 'Send the audit trail to syslog or HTTPS, or its checkpoints into S3 with Object Lock too',
  permission: 'audit:write',
  body: sinkForm,
  reply: {
    status: 201,
    schema: sinkReply.extend({ signingSecret: z.string().optional().describe('Only here, and only where Reeve made it') }),
  },
  errors: { audit_sink_name_taken, audit_sink_incomplete },
  handle: async (deps: EditSinkDeps, { actor, body }) => {
    const { sink, generatedKey } = await addSink(deps, actor, body)
    return { ...toSinkReply(sink), ...(generatedKey !== undefined && { signingSecret: generatedKey }) }
  },
})
