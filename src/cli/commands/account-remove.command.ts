import { accountArgument } from '../account-options.ts'
import { defineCommand } from '../define-command.ts'

type Removal = { readonly accountId: string; readonly purgeAfter: string; readonly tearDown: string | null }

export const accountRemoveCommand = defineCommand({
  name: 'account remove',
  summary: 'Remove a single account: detach it, wipe its credentials, keep its history',
  details: 'Nothing is changed in AWS; what is left to do there is printed on stderr. Accounts of an organization are refused.',
  arguments: [accountArgument],
  options: { 'dry-run': { type: 'boolean', summary: 'Only show what would be removed; exit 3' } },
  run: async ({ api, must, flag, io }) => {
    const client = await api()
    const path = `/v1/accounts/${encodeURIComponent(must('account'))}`
    if (flag('dry-run') === true) return { kind: 'item', item: await client.get<object>(`${path}/connection`), exitCode: 3 }
    const { tearDown, ...removal } = (await client.send<Removal>({ method: 'DELETE', path })).body
    if (tearDown !== null) io.note(tearDown)
    return { kind: 'item', item: removal }
  },
})
