import { defineCommand } from '../define-command.ts'
import { channelArgument } from '../notification-options.ts'

export const notificationShowCommand = defineCommand({
  name: 'notification show',
  summary: 'Show a notification channel; its secret is never shown',
  arguments: [channelArgument],
  run: async ({ api, must }) => ({
    kind: 'item',
    item: await (await api()).get<object>(`/v1/notifications/channels/${encodeURIComponent(must('channel'))}`),
  }),
})
