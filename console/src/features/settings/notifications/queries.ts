import { queryOptions } from '@tanstack/react-query'
import { call, type CallOptions } from '../../../api/client.ts'

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => call('GET /v1/notifications/channels', { query: { limit: 1000 }, signal }),
})

export const channelQuery = (channel: string) =>
  queryOptions({
    queryKey: ['channel', channel],
    queryFn: ({ signal }) => call('GET /v1/notifications/channels/{channel}', { path: { channel }, signal }),
  })

export const kindsQuery = queryOptions({
  queryKey: ['event-kinds'],
  queryFn: ({ signal }) => call('GET /v1/notifications/kinds', { signal }),
  staleTime: Infinity,
})

export const deliveriesQuery = (query: NonNullable<CallOptions<'GET /v1/notifications/deliveries'>['query']>) =>
  queryOptions({
    queryKey: ['deliveries', query],
    queryFn: ({ signal }) => call('GET /v1/notifications/deliveries', { query, signal }),
    placeholderData: (before) => before,
  })
