import { defineCommand } from '../define-command.ts'
import { channelArgument } from '../notification-options.ts'

type Result = { readonly isSent: boolean; readonly error: string | null }

export const notificationTestCommand = defineCommand({
  name: 'notification test',
  summary: 'Send a test message now and say what the other side answered; exit 1 when it was not accepted',
  arguments: [channelArgument],
  run: async ({ api, must, io }) => {
    const path = `/v1/notifications/channels/${encodeURIComponent(must('channel'))}/test`
    const result = await (await api()).post<Result>(path)
    if (!result.isSent) io.note(`Not sent: ${result.error ?? 'no reason given'}`)
    return { kind: 'item', item: result, exitCode: result.isSent ? 0 : 1 }
  },
})
