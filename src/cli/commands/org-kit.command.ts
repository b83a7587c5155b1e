import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { defineCommand, type CommandCall, type Rendering } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

type Kit = {
  readonly kitVersion: number
  readonly externalIds: { readonly organizationRole: string | null; readonly memberRole: string | null }
  readonly files: readonly { readonly name: string; readonly purpose: string; readonly content: string }[]
  readonly notes: readonly string[]
}

export const orgKitCommand = defineCommand({
  name: 'org kit',
  summary: 'Render the onboarding kit: role templates, StackSet parameters, commands and a Terraform module',
  details:
    'For a registration to come it holds two new ExternalIds, which are stored nowhere else: keep what it prints until `reeve org add`.',
  arguments: [{ ...organizationArgument, isOptional: true, summary: 'a registered organization; without it, a registration to come' }],
  options: {
    variant: {
      type: 'string',
      choices: ['management_account', 'delegated_administrator'],
      summary: 'Where the organization role will live',
    },
    'org-role-account': {
      type: 'string',
      value: 'ID',
      summary: 'Account of the organization role, for the delegated variant',
      fields: ['orgRoleAccountId'],
    },
    'organization-id': { type: 'string', value: 'ID', summary: 'o-…; lets trusts name the organization' },
    'caller-in-organization': { type: 'boolean', summary: 'Reeve itself runs in an account of that organization' },
    'caller-arn': { type: 'string', value: 'ARN', summary: 'Who will assume the roles; this installation when absent' },
    'organization-role-name': { type: 'string', value: 'NAME', summary: 'Name of the organization role' },
    'member-role-name': { type: 'string', value: 'NAME', summary: 'Name of the role in every member account' },
    duration: { type: 'integer', value: 'SECONDS', summary: 'Life of sessions, 900–43200', fields: ['durationSeconds'] },
    diff: { type: 'integer', min: 0, value: 'VERSION', summary: 'Only list what the installed kit adds to this older one' },
    directory: { type: 'string', value: 'DIR', summary: 'Write the files there instead of showing them' },
  },
  run: async (call) => {
    const client = await call.api()
    const from = call.integer('diff')
    if (from !== undefined) {
      const { added } = await client.get<{ added: readonly object[] }>('/v1/organizations/kit/changes', { from })
      return { kind: 'rows', rows: added, columns: ['role', 'action', 'need', 'since', 'why'], exitCode: added.length > 0 ? 3 : 0 }
    }
    const org = call.text('org')
    const kit =
      org === undefined
        ? await client.post<Kit>('/v1/organizations/kit', requestOf(call))
        : await client.get<Kit>(`/v1/organizations/${encodeURIComponent(org)}/kit`)
    for (const note of kit.notes) call.io.note(note)
    return show(call, kit)
  },
})

function requestOf(call: CommandCall): object {
  return {
    variant: call.text('variant'),
    orgRoleAccountId: call.text('org-role-account'),
    organizationId: call.text('organization-id'),
    callerInOrganization: call.flag('caller-in-organization'),
    callerArn: call.text('caller-arn'),
    organizationRoleName: call.text('organization-role-name'),
    memberRoleName: call.text('member-role-name'),
    durationSeconds: call.integer('duration'),
  }
}

function show(call: CommandCall, kit: Kit): Rendering {
  const directory = call.text('directory')
  if (directory !== undefined) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    // Exclusive and private: a kit holds ExternalIds, and must not replace what somebody has edited.
    for (const { name, content } of kit.files) writeFileSync(join(directory, basename(name)), content, { flag: 'wx', mode: 0o600 })
    call.io.note(`Written to ${resolve(directory)}.`)
  }
  if (call.output !== 'table') return { kind: 'item', item: kit }
  if (directory !== undefined) return { kind: 'rows', rows: kit.files, columns: ['name', 'purpose'] }
  const ids = Object.entries(kit.externalIds).map(([role, id]) => `ExternalId of ${role}: ${id ?? '(stored, hidden)'}`)
  return {
    kind: 'text',
    text: [...ids, ...kit.files.flatMap(({ name, purpose, content }) => ['', `=== ${name}: ${purpose}`, content])].join('\n'),
  }
}
