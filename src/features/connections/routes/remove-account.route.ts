import { z } from 'zod'
import { accountErrorSpecs, accountParams } from '#features/accounts/index.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { connectionErrorSpecs } from '../errors.ts'
import { removeAccount, type RemoveAccountDeps } from '../remove-account.ts'

const { account_not_found, account_managed } = accountErrorSpecs

const removal = z
  .object({
    accountId: z.string(),
    purgeAfter: z.date(),
    tearDown: z.string().nullable().describe('What is left to do in AWS; Reeve changes nothing there'),
  })
  .meta({ id: 'AccountRemoval' })

export const removeAccountRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/accounts/:accountId',
  summary: 'Remove a single account: detach it, wipe its credentials, keep its history; a managed one is refused',
  permission: 'accounts:write',
  reach: 'scoped',
  params: accountParams,
  reply: { status: 200, schema: removal },
  errors: { connection_not_found: connectionErrorSpecs.connection_not_found, account_not_found, account_managed },
  handle: (deps: RemoveAccountDeps, { actor, params: { accountId }, requestId, ifMatch }) =>
    removeAccount(deps, actor, { accountId, requestId, ...(ifMatch !== undefined && { ifMatch }) }),
})
