import { defineCommand } from '../define-command.ts'

export const auditSinkListCommand = defineCommand({
  name: 'audit sink list',
  summary: 'List where the audit trail is sent, how far behind each place is, and what it last said',
  run: async ({ api }) => ({
    kind: 'rows',
    rows: (await (await api()).get<{ readonly items: readonly object[] }>('/v1/audit/sinks')).items,
    columns: [
      'name',
      'kind',
      'isEnabled',
      'events',
      'checkpoints',
      'eventsBehind',
      'checkpointsBehind',
      'oldestWaitingAt',
      'lastSuccessAt',
      'lastError',
    ],
  }),
})
