import { defineCommand } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

type Removal = {
  readonly organizationId: string
  readonly accountsDetached: number
  readonly purgeAfter: string
  readonly tearDown: string
}
type Shown = { readonly organizationId: string; readonly accounts: { readonly imported: number } }

export const orgRemoveCommand = defineCommand({
  name: 'org remove',
  summary: 'Remove a registration: detach its accounts, wipe its credentials, keep its history',
  details: 'Nothing is changed in AWS; the commands that take the roles down are printed on stderr.',
  arguments: [organizationArgument],
  options: { 'dry-run': { type: 'boolean', summary: 'Only say what would be detached; exit 3' } },
  run: async ({ api, must, flag, io }) => {
    const client = await api()
    const path = `/v1/organizations/${encodeURIComponent(must('org'))}`
    if (flag('dry-run') === true) {
      const { organizationId, accounts } = await client.get<Shown>(path)
      return { kind: 'item', item: { organizationId, accountsDetached: accounts.imported, dryRun: true }, exitCode: 3 }
    }
    const { tearDown, ...removal } = (await client.send<Removal>({ method: 'DELETE', path })).body
    io.note(tearDown)
    return { kind: 'item', item: removal }
  },
})
