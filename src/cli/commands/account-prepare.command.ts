import { accountArgument } from '../account-options.ts'
import { defineCommand } from '../define-command.ts'

type Preparation = { readonly externalId: string; readonly roleArn: string }

export const accountPrepareCommand = defineCommand({
  name: 'account prepare',
  summary: 'Generate an ExternalId, and the policies of a role for a single account; nothing is stored',
  arguments: [accountArgument],
  options: { role: { type: 'string', value: 'NAME', summary: 'Name of the role to make, with its path', fields: ['roleName'] } },
  run: async ({ api, must, text, io }) => {
    const body = { accountId: must('account'), roleName: text('role') }
    const prepared = await (await api()).post<Preparation>('/v1/accounts/prepare', body)
    io.note('The ExternalId is shown now only. Make the role with these policies, then: reeve account add --role-arn … --external-id …')
    return { kind: 'item', item: prepared }
  },
})
