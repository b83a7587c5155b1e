import { defineCommand, UsageError } from '../define-command.ts'

export const policyShowCommand = defineCommand({
  name: 'policy show',
  summary: 'Show one SCP or RCP with its text and where it is attached',
  details: 'With --account instead of an id: the chain of policies over an account, root first.',
  arguments: [{ name: 'id', summary: 'policy id, p-…', isOptional: true }],
  options: {
    org: {
      type: 'string',
      value: 'ORG',
      summary: "Organization, needed for AWS's own policies when several are registered",
      fields: ['organization'],
    },
    account: { type: 'string', value: 'ID', summary: 'Show what binds this account', fields: ['accountId'] },
  },
  run: async ({ api, text, io }) => {
    const client = await api()
    const account = text('account')
    if (account !== undefined) {
      const { levels, isExempt } = await client.get<{ levels: readonly object[]; isExempt: boolean }>(
        `/v1/accounts/${encodeURIComponent(account)}/policies`,
      )
      if (isExempt) io.note('SCPs and RCPs do not bind the management account.')
      return { kind: 'rows', rows: levels, columns: ['targetId', 'name', 'scps', 'rcps'] }
    }
    const id = text('id')
    if (id === undefined) throw new UsageError(['<id> or --account is required.'])
    return { kind: 'item', item: await client.get<object>(`/v1/policies/${encodeURIComponent(id)}`, { organization: text('org') }) }
  },
})
