import { defineCommand } from '../define-command.ts'
import { takeRows } from '../take-rows.ts'

export const jobListCommand = defineCommand({
  name: 'job list',
  summary: 'List background jobs, newest first',
  options: {
    name: { type: 'string', summary: 'Only jobs of this name, such as organizations.sync' },
    state: {
      type: 'string',
      choices: ['queued', 'running', 'waiting_to_retry', 'done', 'failed', 'cancelled'],
      summary: 'Only jobs in this state',
    },
    limit: { type: 'integer', min: 1, max: 1_000_000, summary: 'At most so many jobs; 100 when absent' },
  },
  run: async ({ api, text, integer }) => {
    const limit = integer('limit') ?? 100
    const rows = (await api()).list<object>('/v1/jobs', { name: text('name'), state: text('state'), limit: Math.min(limit, 1000) })
    return { kind: 'rows', rows: takeRows(rows, limit), columns: ['id', 'name', 'state', 'attempt', 'createdAt', 'completedAt', 'error'] }
  },
})
