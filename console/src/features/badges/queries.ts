import { queryOptions } from '@tanstack/react-query'
import { call, type CallOptions } from '../../api/client.ts'

export type BadgeQuery = NonNullable<CallOptions<'GET /v1/badges'>['query']>

export const badgesQuery = (query: BadgeQuery) =>
  queryOptions({
    queryKey: ['badges', query],
    queryFn: ({ signal }) => call('GET /v1/badges', { query, signal }),
    placeholderData: (before) => before,
  })

/** How many match on all pages together. */
export const badgeTotalQuery = (conditions: BadgeQuery) =>
  queryOptions({
    queryKey: ['badges', 'total', conditions],
    queryFn: async ({ signal }) => (await call('GET /v1/badges', { query: { ...conditions, limit: 1, total: 'true' }, signal })).total,
    placeholderData: (before) => before,
  })

export const historyQuery = (query: NonNullable<CallOptions<'GET /v1/badges/history'>['query']>) =>
  queryOptions({
    queryKey: ['badge-history', query],
    queryFn: ({ signal }) => call('GET /v1/badges/history', { query, signal }),
    placeholderData: (before) => before,
  })
