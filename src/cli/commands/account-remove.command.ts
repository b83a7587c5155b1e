import { accountArgument } from '../account-options.ts'
import { defineCommand } from '../define-command.ts'

export const accountRemoveCommand = defineCommand({
  name: 'account remove',
  summary: 'Forget an account that is connected singly; one of an organization is refused',
  arguments: [accountArgument],
  options: { 'dry-run': { type: 'boolean', summary: 'Only show what would be forgotten; exit 3' } },
  run: async ({ api, must, flag, io }) => {
    const client = await api()
    const path = `/v1/accounts/${encodeURIComponent(must('account'))}`
    if (flag('dry-run') === true) return { kind: 'item', item: await client.get<object>(path), exitCode: 3 }
    await client.send({ method: 'DELETE', path })
    io.note(`Forgot ${must('account')}.`)
    return { kind: 'nothing' }
  },
})
