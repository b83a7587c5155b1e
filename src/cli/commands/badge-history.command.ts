import { defineCommand } from '../define-command.ts'
import { takeRows } from '../take-rows.ts'

export const badgeHistoryCommand = defineCommand({
  name: 'badge history',
  summary: 'Show who or what changed badges, newest first',
  options: {
    account: { type: 'string', value: 'ID', summary: 'Only badges of this account' },
    key: { type: 'string', summary: 'Only badges with this key' },
    limit: { type: 'integer', min: 1, max: 1_000_000, summary: 'At most so many changes; 100 when absent' },
  },
  run: async ({ api, text, integer }) => {
    const limit = integer('limit') ?? 100
    const rows = (await api()).list<object>('/v1/badges/history', {
      account: text('account'),
      key: text('key'),
      limit: Math.min(limit, 1000),
    })
    return { kind: 'rows', rows: takeRows(rows, limit), columns: ['at', 'accountId', 'key', 'before', 'after', 'cause', 'actor'] }
  },
})
