import { defineCommand } from '../define-command.ts'

type Verification = {
  readonly isAws: boolean
  readonly endpoint: string
  readonly seed: number
  readonly asked: number
  readonly answered: number
  readonly disagreementCount: number
  readonly disagreements: readonly {
    readonly seed: number
    readonly action: string
    readonly kind: string
    readonly engine: { readonly decision: string; readonly allowedByOrganizations?: boolean }
    readonly aws: { readonly decision: string; readonly allowedByOrganizations?: boolean }
    readonly question: unknown
  }[]
}

export const policyVerifyCommand = defineCommand({
  name: 'policy verify',
  summary: "Compare the policy engine with AWS's own simulator on generated policies; exit 3 on disagreements",
  details:
    'Needs iam:SimulateCustomPolicy for the credentials that Reeve runs with; changes nothing in AWS. Exit 4 when some questions were not answered. With -o json every disagreement carries its policies and context.',
  options: {
    samples: { type: 'integer', value: 'N', min: 1, max: 2000, summary: 'Decisions to compare at least; 200 when absent' },
    seed: { type: 'integer', value: 'N', min: 0, summary: 'Asks the same questions again' },
  },
  run: async ({ api, integer, io, output }) => {
    const verification = await (
      await api()
    ).post<Verification>('/v1/policies/verifications', { samples: integer('samples'), seed: integer('seed') })
    const { isAws, endpoint, asked, answered, disagreements, disagreementCount, seed } = verification
    if (!isAws) io.note(`Not AWS but ${endpoint} answered: this proves nothing about AWS, and the doctor does not count it.`)
    io.note(`${answered} of ${asked} decisions answered, ${disagreementCount} disagreements; the same again with --seed ${seed}.`)
    const exitCode = disagreementCount > 0 ? 3 : answered < asked ? 4 : 0
    if (output === 'json') return { kind: 'item', item: verification, exitCode }
    const tell = (answer: (typeof disagreements)[number]['aws']): string =>
      answer.allowedByOrganizations === undefined ? answer.decision : `${answer.decision}, organization ${answer.allowedByOrganizations}`
    const rows = disagreements.map(({ engine, aws, ...rest }) => ({ ...rest, engine: tell(engine), aws: tell(aws) }))
    return { kind: 'rows', rows, columns: ['seed', 'action', 'kind', 'engine', 'aws'], exitCode }
  },
})
