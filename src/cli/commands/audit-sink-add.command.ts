import { defineCommand } from '../define-command.ts'
import { sinkBody, sinkOptions } from '../audit-sink-options.ts'

export const auditSinkAddCommand = defineCommand({
  name: 'audit sink add',
  summary: 'Send the audit trail to a syslog server, an HTTPS collector or, its checkpoints, into S3 with Object Lock',
  details:
    'Examples:\n  reeve audit sink add siem --syslog logs.example.com --ca-file ca.pem\n  reeve audit sink add splunk --https https://splunk.example.com:8088/services/collector/raw --authorization-file header.txt\n  reeve audit sink add vault --bucket acme-reeve-audit --region eu-central-1 --account 111122223333 --retain-days 365',
  arguments: [{ name: 'name', summary: 'how to call the sink' }],
  options: {
    ...sinkOptions,
    'from-beginning': { type: 'boolean', summary: 'Send the events of the past too', fields: ['from'] },
  },
  run: async (call) => {
    const from = call.flag('from-beginning') === true ? 'beginning' : undefined
    const body = { name: call.must('name'), ...(await sinkBody(call)), ...(from !== undefined && { from }) }
    const created = await (await call.api()).post<{ readonly signingSecret?: string }>('/v1/audit/sinks', body)
    if (created.signingSecret !== undefined) call.io.note('Keep the signing key now: it cannot be shown again.')
    return { kind: 'item', item: created }
  },
})
