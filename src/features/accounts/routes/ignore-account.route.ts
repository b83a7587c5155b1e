import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { accountErrors, accountErrorSpecs } from '../errors.ts'
import { ignoreAccount, type IgnoreDeps } from '../ignore-account.ts'
import { findAccount } from '../list-accounts.ts'
import { accountDetailSchema, accountParams } from '../schemas.ts'

export const ignoreAccountRoute = defineRoute({
  method: 'POST',
  path: '/v1/accounts/:accountId/ignore',
  summary: 'Leave an account out of checks and attention until a day, for a reason',
  permission: 'accounts:write',
  reach: 'scoped',
  params: accountParams,
  body: z.strictObject({
    reason: z.string().trim().min(1).max(500),
    until: z.iso.datetime({ offset: true }).describe('At most a year from now'),
  }),
  reply: { status: 200, schema: accountDetailSchema },
  errors: { account_not_found: accountErrorSpecs.account_not_found, account_ignore_invalid: accountErrorSpecs.account_ignore_invalid },
  handle: async (deps: IgnoreDeps, { actor, params: { accountId }, body: { reason, until }, requestId }) => {
    await ignoreAccount(deps, actor, { accountId, reason, until: new Date(until), requestId })
    const account = await findAccount(deps.db, accountId, deps.now())
    if (account === undefined) throw accountErrors.account_not_found(`Reeve knows no account ${accountId}.`)
    return account
  },
})
