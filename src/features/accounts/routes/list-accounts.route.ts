import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { readSort, sortedPage, sortedQuery, sortedReply } from '#platform/http/sorted-page.ts'
import { accountFilterQuery, readAccountFilter } from '../account-query.ts'
import { accountErrorSpecs } from '../errors.ts'
import { accountSorts, countAccounts, listAccounts } from '../list-accounts.ts'
import { accountSchema } from '../schemas.ts'

export const listAccountsRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts',
  summary: 'List accounts, by organization, status, state, place, badge, text or selector',
  permission: 'accounts:read',
  reach: 'scoped',
  query: sortedQuery(accountSorts).extend(accountFilterQuery),
  reply: { status: 200, schema: sortedReply(accountSchema) },
  errors: { account_selector_invalid: accountErrorSpecs.account_selector_invalid },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { query }) => {
    const { limit, cursor, sort = 'accountId', total, ...asked } = query
    const { name, isDescending, position } = readSort({ sort, cursor }, sort)
    const filter = readAccountFilter(asked)
    const now = deps.now()
    const rows = await listAccounts(deps.db, filter, { limit: limit + 1, sort: name, isDescending, position, now })
    const page = sortedPage(rows, { limit, sort, position })
    return { ...page, total: total === 'true' ? await countAccounts(deps.db, filter, now) : null }
  },
})
