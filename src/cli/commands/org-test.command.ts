import { defineCommand, type CommandCall, type Rendering } from '../define-command.ts'
import { organizationArgument, organizationBody, organizationOptions } from '../organization-options.ts'

type Cause = { readonly confidence: string; readonly cause: string; readonly fix: string }
type Patient = { readonly accountId: string; readonly result: string; readonly causes: readonly Cause[] }
type Diagnosis = { readonly side: string; readonly summary: string; readonly accounts: readonly Patient[] }
type Report = {
  readonly isRegistrable: boolean
  readonly detail: string
  readonly problems: readonly { readonly message: string }[]
  readonly actions: readonly object[]
  readonly warnings: readonly { readonly message: string }[]
}

export const orgTestCommand = defineCommand({
  name: 'org test',
  summary: 'Try the roles of a registration, stored or described by flags, and say on which side it fails and why; exit 3 when it does',
  arguments: [
    { ...organizationArgument, isOptional: true, summary: 'a registered organization; without it, the flags describe a new one' },
  ],
  options: {
    ...organizationOptions,
    account: { type: 'string', multiple: true, value: 'ID', summary: 'Member account to try; a sample when absent', fields: ['accounts'] },
    sample: { type: 'integer', min: 1, max: 500, summary: 'How many accounts to try when none are named' },
  },
  run: async (call) => (call.text('org') === undefined ? testNew(call) : testRegistered(call, call.must('org'))),
})

async function testRegistered(call: CommandCall, org: string): Promise<Rendering> {
  const body = { accounts: call.texts('account'), sample: call.integer('sample') }
  const diagnosis = await (await call.api()).post<Diagnosis>(`/v1/organizations/${encodeURIComponent(org)}/test`, body)
  call.io.note(diagnosis.summary)
  const exitCode = diagnosis.side === 'none' ? 0 : 3
  if (call.output !== 'table') return { kind: 'item', item: diagnosis, exitCode }
  const rows = diagnosis.accounts.map((account) => ({
    ...account,
    likeliest: account.causes[0]?.cause ?? '',
    fix: account.causes[0]?.fix ?? '',
  }))
  return { kind: 'rows', rows, columns: ['accountId', 'name', 'result', 'side', 'likeliest', 'fix'], exitCode }
}

async function testNew(call: CommandCall): Promise<Rendering> {
  const report = await (await call.api()).post<Report>('/v1/organizations/test', organizationBody(call))
  call.io.note(report.detail)
  for (const { message } of [...report.problems, ...report.warnings]) call.io.note(message)
  const exitCode = report.isRegistrable ? 0 : 3
  if (call.output !== 'table') return { kind: 'item', item: report, exitCode }
  return { kind: 'rows', rows: report.actions, columns: ['action', 'how', 'result', 'why'], exitCode }
}
