import { defineCommand } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

type Policy = { readonly name: string }
type Account = {
  readonly accountId: string
  readonly name: string
  readonly state: string
  readonly isManagementAccount: boolean
  readonly policies: readonly Policy[]
}
type Ou = {
  readonly id: string
  readonly name: string
  readonly policies: readonly Policy[]
  readonly accounts: readonly Account[]
  readonly children: readonly Ou[]
}
type Tree = { readonly root: Ou; readonly unplaced: readonly Account[] }

export const orgTreeCommand = defineCommand({
  name: 'org tree',
  summary: 'Show OUs, accounts and attached policies as a tree, as last synced',
  arguments: [organizationArgument],
  options: { under: { type: 'string', value: 'OU', summary: 'Only this OU and what lies below' } },
  run: async ({ api, must, text, output }) => {
    const tree = await (await api()).get<Tree>(`/v1/organizations/${encodeURIComponent(must('org'))}/tree`, { under: text('under') })
    if (output !== 'table') return { kind: 'item', item: tree }
    const unplaced = tree.unplaced.length === 0 ? [] : ['(place unknown)', ...tree.unplaced.map((account) => `  ${accountLine(account)}`)]
    return { kind: 'text', text: [...ouLines(tree.root, ''), ...unplaced].join('\n') }
  },
})

function ouLines({ id, name, policies, accounts, children }: Ou, indent: string): string[] {
  const below = `${indent}  `
  return [
    `${indent}${name}/  ${id}${policyNote(policies)}`,
    ...accounts.map((account) => below + accountLine(account)),
    ...children.flatMap((child) => ouLines(child, below)),
  ]
}

function accountLine({ accountId, name, state, isManagementAccount, policies }: Account): string {
  return `${accountId}  ${name}${isManagementAccount ? ' (management account)' : ''}${state === 'ACTIVE' ? '' : ` ${state}`}${policyNote(policies)}`
}

function policyNote(policies: readonly Policy[]): string {
  return policies.length === 0 ? '' : `  [${policies.map(({ name }) => name).join(', ')}]`
}
