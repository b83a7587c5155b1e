import { defineCommand } from '../define-command.ts'
import { sinkArgument } from '../audit-sink-options.ts'

export const auditSinkTestCommand = defineCommand({
  name: 'audit sink test',
  summary: 'Send something to an audit sink now and say what came of it; exit 1 when it was not accepted',
  arguments: [sinkArgument],
  run: async ({ api, must, io }) => {
    const result = await (
      await api()
    ).post<{ readonly isAccepted: boolean; readonly detail: string }>(`/v1/audit/sinks/${encodeURIComponent(must('sink'))}/test`)
    if (!result.isAccepted) io.note(`Not accepted: ${result.detail}`)
    return { kind: 'item', item: result, exitCode: result.isAccepted ? 0 : 1 }
  },
})
