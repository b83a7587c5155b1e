import { defineRoute } from '#platform/http/define-route.ts'
import { accountErrors, accountErrorSpecs } from '../errors.ts'
import { unignoreAccount, type IgnoreDeps } from '../ignore-account.ts'
import { findAccount } from '../list-accounts.ts'
import { accountDetailSchema, accountParams } from '../schemas.ts'

export const unignoreAccountRoute = defineRoute({
  method: 'POST',
  path: '/v1/accounts/:accountId/unignore',
  summary: 'Take an account back into checks and attention',
  permission: 'accounts:write',
  reach: 'scoped',
  params: accountParams,
  reply: { status: 200, schema: accountDetailSchema },
  errors: { account_not_found: accountErrorSpecs.account_not_found },
  handle: async (deps: IgnoreDeps, { actor, params: { accountId }, requestId }) => {
    await unignoreAccount(deps, actor, { accountId, requestId })
    const account = await findAccount(deps.db, accountId, deps.now())
    if (account === undefined) throw accountErrors.account_not_found(`Reeve knows no account ${accountId}.`)
    return account
  },
})
