import { defineCommand } from '../define-command.ts'

type Denial = {
  readonly accountId: string
  readonly action: string
  readonly count: number
  readonly lastSeenAt: string
  readonly cause: { readonly kind: string; readonly source: string; readonly sentence: string }
}

export const policyDenialsCommand = defineCommand({
  name: 'policy denials',
  summary: 'What AWS denied Reeve, each with its cause and where that is known from',
  options: {
    account: { type: 'string', value: 'ID', summary: 'Only those of one account' },
    cause: { type: 'string', value: 'KIND', summary: 'Only those with this cause: scp, trust, identity, unknown, …' },
  },
  run: async ({ api, text, output }) => {
    const client = await api()
    const rows = client.list<Denial>('/v1/denials', { account: text('account'), cause: text('cause') })
    return {
      kind: 'rows',
      rows: output === 'table' || output === 'csv' ? flat(rows) : rows,
      columns: ['accountId', 'action', 'cause', 'source', 'count', 'lastSeenAt', 'sentence'],
    }
  },
})

async function* flat(rows: AsyncIterable<Denial>): AsyncGenerator<object> {
  for await (const { cause, ...row } of rows) yield { ...row, cause: cause.kind, source: cause.source, sentence: cause.sentence }
}
