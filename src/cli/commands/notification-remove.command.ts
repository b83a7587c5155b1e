import { defineCommand } from '../define-command.ts'
import { channelArgument } from '../notification-options.ts'

export const notificationRemoveCommand = defineCommand({
  name: 'notification remove',
  summary: 'Remove a channel; what waits to be sent through it is cancelled',
  arguments: [channelArgument],
  options: { 'dry-run': { type: 'boolean', summary: 'Only say what would be removed; exit 3' } },
  run: async ({ api, must, flag }) => {
    const client = await api()
    const path = `/v1/notifications/channels/${encodeURIComponent(must('channel'))}`
    if (flag('dry-run') === true) return { kind: 'item', item: { ...(await client.get<object>(path)), dryRun: true }, exitCode: 3 }
    await client.send({ method: 'DELETE', path })
    return { kind: 'nothing' }
  },
})
