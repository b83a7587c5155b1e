import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { accountErrors, accountErrorSpecs } from '../errors.ts'
import { findAccount } from '../list-accounts.ts'
import { accountDetailSchema, accountParams } from '../schemas.ts'

export const showAccountRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts/:accountId',
  summary: 'Show one account with tags, badges, place, status and its cause',
  permission: 'accounts:read',
  reach: 'scoped',
  params: accountParams,
  reply: { status: 200, schema: accountDetailSchema },
  errors: { account_not_found: accountErrorSpecs.account_not_found },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { params: { accountId } }) => {
    const account = await findAccount(deps.db, accountId, deps.now())
    if (account === undefined) throw accountErrors.account_not_found(`Reeve knows no account ${accountId}.`)
    return account
  },
})
