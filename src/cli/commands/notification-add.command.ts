import { defineCommand } from '../define-command.ts'
import { channelBody, channelOptions } from '../notification-options.ts'

export const notificationAddCommand = defineCommand({
  name: 'notification add',
  summary: 'Add a channel: e-mail, Slack or a signed webhook, and what it is to be told',
  details:
    "Examples:\n  reeve notification add siem --webhook https://siem.example.com/reeve --kind '*'\n  reeve notification add prod --slack-url-file slack.txt --kind estate.suspended --selector 'ou:/Prod/**'\nMore subscriptions for one channel: reeve config apply.",
  arguments: [{ name: 'name', summary: 'how to call the channel' }],
  options: channelOptions,
  run: async (call) => {
    const body = { name: call.must('name'), ...(await channelBody(call)) }
    const created = await (await call.api()).post<{ readonly signingSecret?: string }>('/v1/notifications/channels', body)
    if (created.signingSecret !== undefined) call.io.note('Keep the signing key now: it cannot be shown again.')
    return { kind: 'item', item: created }
  },
})
