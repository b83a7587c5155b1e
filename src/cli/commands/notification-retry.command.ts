import { defineCommand } from '../define-command.ts'

export const notificationRetryCommand = defineCommand({
  name: 'notification retry',
  summary: 'Try a delivery again that was given up',
  arguments: [{ name: 'delivery', summary: 'id of the delivery, from "reeve notification deliveries --state dead"' }],
  run: async ({ api, must }) => ({
    kind: 'item',
    item: await (await api()).post<object>(`/v1/notifications/deliveries/${encodeURIComponent(must('delivery'))}/retry`),
  }),
})
