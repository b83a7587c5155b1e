import { defineCommand, UsageError } from '../define-command.ts'
import { personArgument, personIdOf, readRoles, roleOption } from '../people-options.ts'

type Shown = {
  readonly email: string
  readonly roles: readonly { readonly role: string; readonly scope: string | null; readonly source: string }[]
}

export const personRolesCommand = defineCommand({
  name: 'person roles',
  summary: 'Give a person exactly these roles; those that a provider or a directory gives stay',
  details:
    'Example: reeve person roles pat@example.com --role viewer --role "editor=ou:ou-ab12-11111111/**"\nThey count from the person’s next request on.',
  arguments: [personArgument],
  options: {
    role: roleOption,
    none: { type: 'boolean', summary: 'Take every role that was given here' },
    'dry-run': { type: 'boolean', summary: 'Only show the roles before and after; exit 3 when they differ' },
  },
  run: async ({ api, must, texts, flag }) => {
    const roles = readRoles(texts('role'))
    if ((roles.length === 0) !== (flag('none') === true)) throw new UsageError(['--role: name at least one role, or say --none.'])
    const client = await api()
    const path = `/v1/people/${await personIdOf(client, must('person'))}`
    if (flag('dry-run') === true) {
      const { email, roles: all } = await client.get<Shown>(path)
      const before = all.filter(({ source }) => source === 'here').map(({ role, scope }) => ({ role, scope }))
      const isSame = JSON.stringify(before) === JSON.stringify(roles)
      return { kind: 'item', item: { email, before, after: roles, dryRun: true }, exitCode: isSame ? 0 : 3 }
    }
    return { kind: 'item', item: (await client.send<object>({ method: 'PUT', path: `${path}/roles`, body: { roles } })).body }
  },
})
