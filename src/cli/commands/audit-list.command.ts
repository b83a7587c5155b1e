import { defineCommand } from '../define-command.ts'
import { takeRows } from '../take-rows.ts'

export const auditListCommand = defineCommand({
  name: 'audit list',
  summary: 'Read the audit trail, newest first',
  options: {
    actor: { type: 'string', summary: 'Only what this actor did: token:<id>, os:<uid>' },
    action: { type: 'string', summary: 'Only this action; a trailing * matches the rest: token.*' },
    subject: { type: 'string', summary: 'Only what happened to this: account:111122223333, organization:*' },
    since: { type: 'string', value: 'TIME', summary: 'From this time on, such as 2026-11-21T00:00:00Z' },
    until: { type: 'string', value: 'TIME', summary: 'Before this time' },
    limit: { type: 'integer', min: 1, max: 1_000_000, summary: 'At most so many events; 100 when absent' },
  },
  run: async ({ api, text, integer }) => {
    const limit = integer('limit') ?? 100
    const query = {
      actor: text('actor'),
      action: text('action'),
      subject: text('subject'),
      since: text('since'),
      until: text('until'),
      limit: Math.min(limit, 1000),
    }
    return {
      kind: 'rows',
      rows: takeRows((await api()).list<object>('/v1/audit-events', query), limit),
      columns: ['at', 'actor', 'action', 'subject', 'result', 'id'],
    }
  },
})
