import { defineCommand } from '../define-command.ts'
import { takeRows } from '../take-rows.ts'

export const notificationDeliveriesCommand = defineCommand({
  name: 'notification deliveries',
  summary: 'The log of notifications, newest first: what waits, was sent or was given up, and why',
  options: {
    channel: { type: 'string', value: 'NAME', summary: 'Only of this channel' },
    state: { type: 'string', choices: ['queued', 'sent', 'dead', 'cancelled'], summary: 'Only in this state' },
    limit: { type: 'integer', min: 1, max: 100_000, value: 'N', summary: 'At most this many; 100 without it' },
  },
  run: async ({ api, text, integer }) => {
    const rows = (await api()).list<object>('/v1/notifications/deliveries', { channel: text('channel'), state: text('state') })
    return {
      kind: 'rows',
      rows: takeRows(rows, integer('limit') ?? 100),
      columns: ['createdAt', 'channelName', 'state', 'kind', 'eventCount', 'attempts', 'nextAttemptAt', 'lastError', 'id'],
    }
  },
})
