import { readFileSync } from 'node:fs'
import { assertNever } from '#lib/assert-never.ts'
import { defineCommand, type CommandCall, UsageError } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

type Change = {
  readonly service: string
  readonly from: string
  readonly to: string
  readonly actions: readonly string[]
  readonly level?: string
}
type Prediction = {
  readonly type: string
  readonly accounts: number
  readonly unaffected: number
  readonly groups: readonly { readonly accountIds: readonly string[]; readonly changes: readonly Change[] }[]
}
type WhatIf = {
  readonly predictions: readonly Prediction[]
  readonly cutOffs: readonly { readonly accountId: string; readonly action: string; readonly certainty: string }[]
  readonly isRefused: boolean
  readonly notes: readonly string[]
}

export const policyWhatIfCommand = defineCommand({
  name: 'policy what-if',
  summary: 'Predict what attaching, detaching or editing a policy, or moving an account or OU, would change; exit 3 when something would',
  details: 'One edit at a time. Examples: --attach p-… --target ou-…   --edit p-… --document new.json   --move 111122223333 --to ou-…',
  arguments: [organizationArgument],
  options: {
    attach: { type: 'string', value: 'POLICY', summary: 'Attach this policy to --target', fields: ['edit.policyId'] },
    'attach-document': {
      type: 'string',
      value: 'FILE',
      summary: 'Attach this new SCP (an RCP with --type rcp) to --target',
      fields: ['edit.document'],
    },
    detach: { type: 'string', value: 'POLICY', summary: 'Detach this policy from --target' },
    replace: { type: 'string', value: 'POLICY', summary: 'Replace this policy by --with at --target' },
    with: { type: 'string', value: 'POLICY', summary: 'The policy that comes instead', fields: ['edit.withPolicyId'] },
    edit: { type: 'string', value: 'POLICY', summary: 'Give this policy the text of --document' },
    document: { type: 'string', value: 'FILE', summary: 'The new text' },
    move: { type: 'string', value: 'ID', summary: 'Move this account or OU below --to', fields: ['edit.accountId', 'edit.ouId'] },
    to: { type: 'string', value: 'PARENT', summary: 'The new parent: a root or an OU', fields: ['edit.toParentId'] },
    target: { type: 'string', value: 'ID', summary: 'A root, an OU or an account', fields: ['edit.targetId'] },
    type: { type: 'string', choices: ['scp', 'rcp'], summary: 'Of a new document; scp when absent', fields: ['edit.type'] },
  },
  run: async (call) => {
    const edit = editOf(call)
    const whatIf = await (await call.api()).post<WhatIf>(`/v1/organizations/${encodeURIComponent(call.must('org'))}/what-if`, { edit })
    for (const note of whatIf.notes) call.io.note(note)
    for (const { accountId, action, certainty } of whatIf.cutOffs)
      call.io.note(`Reeve itself would lose ${action} in ${accountId} (${certainty}).`)
    const rows = whatIf.predictions.flatMap(({ type, groups }) =>
      groups.flatMap(({ accountIds, changes }) =>
        changes.map((change) => ({ type, accounts: accountIds.length, ...change, count: change.actions.length, accountIds })),
      ),
    )
    const exitCode = rows.length > 0 || whatIf.isRefused ? 3 : 0
    if (call.output !== 'table') return { kind: 'item', item: whatIf, exitCode }
    return { kind: 'rows', rows, columns: ['type', 'accounts', 'service', 'from', 'to', 'count', 'level', 'statements'], exitCode }
  },
})

function editOf(call: CommandCall): object {
  const kinds = (['attach', 'attach-document', 'detach', 'replace', 'edit', 'move'] as const).filter(
    (name) => call.text(name) !== undefined,
  )
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1)
    throw new UsageError([`Give exactly one of --attach, --attach-document, --detach, --replace, --edit, --move, not ${kinds.length}.`])
  const targetId = call.text('target')
  const toParentId = call.text('to')
  const id = call.must(kind)
  switch (kind) {
    case 'attach':
    case 'detach':
      return { kind, policyId: id, targetId }
    case 'attach-document':
      return {
        kind: 'attach_new',
        type: call.text('type') === 'rcp' ? 'RESOURCE_CONTROL_POLICY' : 'SERVICE_CONTROL_POLICY',
        document: readDocument(id),
        targetId,
      }
    case 'replace':
      return { kind, policyId: id, withPolicyId: call.text('with'), targetId }
    case 'edit':
      return { kind, policyId: id, document: readDocument(call.text('document')) }
    case 'move':
      return /^\d{12}$/.test(id) ? { kind: 'move_account', accountId: id, toParentId } : { kind: 'move_ou', ouId: id, toParentId }
    default:
      return assertNever(kind)
  }
}

function readDocument(file: string | undefined): string {
  if (file === undefined) throw new UsageError(['--document is required with --edit: the file with the new text.'])
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError([`${file} could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`])
  }
}
