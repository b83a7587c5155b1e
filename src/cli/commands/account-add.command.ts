import { newAccountBody, newAccountOptions } from '../account-options.ts'
import { type ConnectionReport, reportRendering, type Saved, savedRendering } from '../connection-rendering.ts'
import { defineCommand } from '../define-command.ts'

export const accountAddCommand = defineCommand({
  name: 'account add',
  summary: 'Connect a single account that no organization manages: check it against AWS, store it',
  details:
    'Make its role first: "reeve account prepare" generates an ExternalId and the policies. With --dry-run nothing is stored; exit 3 when it would be.',
  options: { ...newAccountOptions, 'dry-run': { type: 'boolean', summary: 'Only try it' } },
  run: async (call) => {
    const client = await call.api()
    const body = newAccountBody(call)
    if (call.flag('dry-run') !== true) return savedRendering(call, await client.post<Saved>('/v1/accounts', body))
    return { ...reportRendering(call, await client.post<ConnectionReport>('/v1/accounts/test', body)), exitCode: 3 }
  },
})
