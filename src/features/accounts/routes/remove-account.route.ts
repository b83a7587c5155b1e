import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { accountErrorSpecs } from '../errors.ts'
import { removeAccount, type RemoveAccountDeps } from '../remove-account.ts'
import { accountParams } from '../schemas.ts'

export const removeAccountRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/accounts/:accountId',
  summary: 'Forget an account that is connected singly; one of an organization is refused',
  permission: 'accounts:write',
  params: accountParams,
  reply: { status: 200, schema: z.object({ accountId: z.string() }) },
  errors: { account_not_found: accountErrorSpecs.account_not_found, account_managed: accountErrorSpecs.account_managed },
  handle: async (deps: RemoveAccountDeps, { actor, params: { accountId }, requestId }) => {
    await removeAccount(deps, actor, { accountId, requestId })
    return { accountId }
  },
})
