import { auditFilterOptions, auditFilterQuery } from '../audit-filter-options.ts'
import { defineCommand } from '../define-command.ts'
import { takeRows } from '../take-rows.ts'

export const auditListCommand = defineCommand({
  name: 'audit list',
  summary: 'Read the audit trail, newest first',
  options: {
    ...auditFilterOptions,
    limit: { type: 'integer', min: 1, max: 1_000_000, summary: 'At most so many events; 100 when absent' },
  },
  run: async (call) => {
    const limit = call.integer('limit') ?? 100
    const query = { ...auditFilterQuery(call), limit: Math.min(limit, 1000) }
    return {
      kind: 'rows',
      rows: takeRows((await call.api()).list<object>('/v1/audit-events', query), limit),
      columns: ['at', 'actor', 'action', 'subject', 'result', 'id'],
    }
  },
})
