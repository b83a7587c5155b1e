import { defineCommand } from '../define-command.ts'
import { sinkArgument, sinkBody, sinkOptions } from '../audit-sink-options.ts'
import { present } from '../present.ts'

export const auditSinkEditCommand = defineCommand({
  name: 'audit sink edit',
  summary: 'Change an audit sink; what is not given stays, its secrets and its position too',
  details: 'The settings of a kind are given together: --syslog with port and transport, --https with --gzip, --bucket with all of S3.',
  arguments: [sinkArgument],
  options: {
    ...sinkOptions,
    name: { type: 'string', value: 'NAME', summary: 'Another name' },
    enabled: { type: 'boolean', negatable: true, summary: 'Switch the sink on or off', fields: ['isEnabled'] },
  },
  run: async (call) => {
    const client = await call.api()
    const path = `/v1/audit/sinks/${encodeURIComponent(call.must('sink'))}`
    const body = { ...(await sinkBody(call)), ...present({ name: call.text('name'), isEnabled: call.flag('enabled') }) }
    const { etag } = await client.send({ path })
    const edited = await client.send<object>({ method: 'PATCH', path, body, ...(etag !== undefined && { ifMatch: etag }) })
    return { kind: 'item', item: edited.body }
  },
})
