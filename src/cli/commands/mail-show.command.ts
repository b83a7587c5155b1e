import { defineCommand } from '../define-command.ts'

export const mailShowCommand = defineCommand({
  name: 'mail show',
  summary: 'Show the mail server for letters to people, such as links for new passwords',
  run: async ({ api }) => ({ kind: 'item', item: await (await api()).get<object>('/v1/system-mail') }),
})
