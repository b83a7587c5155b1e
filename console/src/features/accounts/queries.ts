import { queryOptions } from '@tanstack/react-query'
import { call, type CallOptions } from '../../api/client.ts'

export type AccountQuery = NonNullable<CallOptions<'GET /v1/accounts'>['query']>

export const accountsQuery = (query: AccountQuery) =>
  queryOptions({
    queryKey: ['accounts', query],
    queryFn: ({ signal }) => call('GET /v1/accounts', { query, signal }),
    placeholderData: (before) => before,
  })

/** How many match on all pages together: asked apart, so that paging and sorting do not count again. */
export const accountTotalQuery = (conditions: AccountQuery) =>
  queryOptions({
    queryKey: ['accounts', 'total', conditions],
    queryFn: async ({ signal }) => (await call('GET /v1/accounts', { query: { ...conditions, limit: 1, total: 'true' }, signal })).total,
    placeholderData: (before) => before,
  })

/** Badges and places of all accounts, to complete a filter from. */
export const filterValuesQuery = queryOptions({
  queryKey: ['accounts', 'filter-values'],
  queryFn: ({ signal }) => call('GET /v1/accounts/filter-values', { signal }),
  staleTime: 60_000,
})

export const accountQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId],
    queryFn: ({ signal }) => call('GET /v1/accounts/{accountId}', { path: { accountId }, signal }),
  })

export const accountPoliciesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'policies'],
    queryFn: ({ signal }) => call('GET /v1/accounts/{accountId}/policies', { path: { accountId }, signal }),
  })

export const accountBadgesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'badges'],
    queryFn: ({ signal }) => call('GET /v1/badges', { query: { account: accountId, limit: 200 }, signal }),
  })

export const badgeHistoryQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'badge-history'],
    queryFn: ({ signal }) => call('GET /v1/badges/history', { query: { account: accountId, limit: 50 }, signal }),
  })

export const connectionQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'connection'],
    queryFn: ({ signal }) => call('GET /v1/accounts/{accountId}/connection', { path: { accountId }, signal }),
  })
