import { accountArgument } from '../account-options.ts'
import { defineCommand } from '../define-command.ts'

export const accountShowCommand = defineCommand({
  name: 'account show',
  summary: 'Show one account with tags, badges, place, status and its cause',
  arguments: [accountArgument],
  run: async ({ api, must }) => ({
    kind: 'item',
    item: await (await api()).get<object>(`/v1/accounts/${encodeURIComponent(must('account'))}`),
  }),
})
