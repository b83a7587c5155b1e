import { accountArgument, newAccountBody, newAccountOptions } from '../account-options.ts'
import { type ConnectionReport, reportRendering } from '../connection-rendering.ts'
import { defineCommand } from '../define-command.ts'

export const accountTestCommand = defineCommand({
  name: 'account test',
  summary: 'Try the connection of a single account, stored or described by flags; exit 3 when it is not reached as it should be',
  arguments: [{ ...accountArgument, isOptional: true, summary: 'an account connected singly; without it, the flags describe a new one' }],
  options: newAccountOptions,
  run: async (call) => {
    const account = call.text('account')
    const path = account === undefined ? '/v1/accounts/test' : `/v1/accounts/${encodeURIComponent(account)}/test`
    return reportRendering(call, await (await call.api()).post<ConnectionReport>(path, newAccountBody(call)))
  },
})
