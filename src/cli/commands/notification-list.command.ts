import { defineCommand } from '../define-command.ts'

export const notificationListCommand = defineCommand({
  name: 'notification list',
  summary: 'List notification channels; their secrets are never shown',
  run: async ({ api }) => ({
    kind: 'rows',
    rows: (await api()).list<object>('/v1/notifications/channels'),
    columns: ['name', 'kind', 'isEnabled', 'subscriptions', 'updatedAt', 'id'],
  }),
})
