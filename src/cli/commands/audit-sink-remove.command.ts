import { defineCommand } from '../define-command.ts'
import { sinkArgument } from '../audit-sink-options.ts'

export const auditSinkRemoveCommand = defineCommand({
  name: 'audit sink remove',
  summary: 'Remove an audit sink; what waits for it is not sent',
  arguments: [sinkArgument],
  options: { 'dry-run': { type: 'boolean', summary: 'Only say what would be removed; exit 3' } },
  run: async ({ api, must, flag }) => {
    const client = await api()
    const path = `/v1/audit/sinks/${encodeURIComponent(must('sink'))}`
    if (flag('dry-run') === true) return { kind: 'item', item: { ...(await client.get<object>(path)), dryRun: true }, exitCode: 3 }
    await client.send({ method: 'DELETE', path })
    return { kind: 'nothing' }
  },
})
