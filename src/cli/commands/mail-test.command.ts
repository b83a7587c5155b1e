import { defineCommand } from '../define-command.ts'

export const mailTestCommand = defineCommand({
  name: 'mail test',
  summary: 'Send a test letter now and say what the mail server answered; exit 1 when it was not taken',
  arguments: [{ name: 'to', summary: 'address to send it to' }],
  run: async ({ api, must, io }) => {
    const result = await (
      await api()
    ).post<{ readonly isSent: boolean; readonly error: string | null }>('/v1/system-mail/test', { to: must('to') })
    if (!result.isSent) io.note(`Not sent: ${result.error ?? 'no reason given'}`)
    return { kind: 'item', item: result, exitCode: result.isSent ? 0 : 1 }
  },
})
