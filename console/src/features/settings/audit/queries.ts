import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'

const everyFewSeconds = 5_000

export const sinksQuery = queryOptions({
  queryKey: ['audit', 'sinks'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/audit/sinks', { signal })), nextCursor: null }),
  refetchInterval: everyFewSeconds,
})

export const checkpointsQuery = queryOptions({
  queryKey: ['audit', 'checkpoints'],
  queryFn: ({ signal }) => call('GET /v1/audit/checkpoints', { query: { limit: 10 }, signal }),
})

export const retentionQuery = queryOptions({
  queryKey: ['audit', 'retention'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/audit/retention', { signal })), nextCursor: null }),
})
