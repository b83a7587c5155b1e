import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { readSort, sortedQuery } from '#platform/http/sorted-page.ts'
import { accountFilterQuery, readAccountFilter } from '../account-query.ts'
import { accountErrorSpecs } from '../errors.ts'
import { exportAccounts } from '../export-accounts.ts'
import { accountSorts } from '../list-accounts.ts'

export const exportAccountsRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts/export',
  summary: 'Every account that matches, as CSV',
  permission: 'accounts:read',
  reach: 'scoped',
  query: sortedQuery(accountSorts).pick({ sort: true }).extend(accountFilterQuery),
  reply: { status: 200, schema: z.string().describe('RFC 4180; no cell can become a formula') },
  file: { name: 'accounts.csv', type: 'text/csv' },
  errors: { account_selector_invalid: accountErrorSpecs.account_selector_invalid },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { query: { sort, ...asked } }) => {
    const { name, isDescending } = readSort({ sort }, 'accountId')
    return exportAccounts(deps.db, { filter: readAccountFilter(asked), sort: name, isDescending, now: deps.now() })
  },
})
