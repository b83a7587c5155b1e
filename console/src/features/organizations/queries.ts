import { queryOptions } from '@tanstack/react-query'
import { call, type CallOptions } from '../../api/client.ts'

export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: ({ signal }) => call('GET /v1/organizations', { signal }),
})

export const organizationQuery = (org: string) =>
  queryOptions({ queryKey: ['organization', org], queryFn: ({ signal }) => call('GET /v1/organizations/{org}', { path: { org }, signal }) })

export const treeQuery = (org: string) =>
  queryOptions({
    queryKey: ['organization', org, 'tree'],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/tree', { path: { org }, signal }),
    staleTime: 30_000,
  })

export const treeLevelQuery = (org: string, query: CallOptions<'GET /v1/organizations/{org}/tree/level'>['query']) =>
  queryOptions({
    queryKey: ['organization', org, 'tree', 'level', query],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/tree/level', { path: { org }, query, signal }),
    staleTime: 30_000,
  })

export const treeSearchQuery = (org: string, q: string) =>
  queryOptions({
    queryKey: ['organization', org, 'tree', 'search', q],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/tree/search', { path: { org }, query: { q }, signal }),
    placeholderData: (before) => before,
    staleTime: 30_000,
  })

export const contentsQuery = (org: string) =>
  queryOptions({
    queryKey: ['organization', org, 'contents'],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/contents', { path: { org }, signal }),
  })

export const attentionQuery = (org: string) =>
  queryOptions({
    queryKey: ['organization', org, 'attention'],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/attention', { path: { org }, signal }),
  })

export const syncsQuery = (org: string, query: CallOptions<'GET /v1/organizations/{org}/syncs'>['query']) =>
  queryOptions({
    queryKey: ['organization', org, 'syncs', query],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/syncs', { path: { org }, query, signal }),
    placeholderData: (before) => before,
  })

export const eventsQuery = (org: string, query: CallOptions<'GET /v1/organizations/{org}/events'>['query']) =>
  queryOptions({
    queryKey: ['organization', org, 'events', query],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/events', { path: { org }, query, signal }),
    placeholderData: (before) => before,
  })

export const kitQuery = (org: string) =>
  queryOptions({
    queryKey: ['organization', org, 'kit'],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/kit', { path: { org }, signal }),
    staleTime: 300_000,
  })
