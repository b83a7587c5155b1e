import { defineCommand } from '../define-command.ts'

export const notificationKindsCommand = defineCommand({
  name: 'notification kinds',
  summary: 'List the kinds of events that can be told',
  run: async ({ api }) => ({
    kind: 'rows',
    rows: await (await api()).get<readonly object[]>('/v1/notifications/kinds'),
    columns: ['kind', 'summary'],
  }),
})
