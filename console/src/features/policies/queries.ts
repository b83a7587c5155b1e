import { queryOptions } from '@tanstack/react-query'
import { call, type CallOptions } from '../../api/client.ts'

export const policiesQuery = (query: NonNullable<CallOptions<'GET /v1/policies'>['query']>) =>
  queryOptions({
    queryKey: ['policies', query],
    queryFn: ({ signal }) => call('GET /v1/policies', { query, signal }),
    placeholderData: (before) => before,
  })

export const policyQuery = (id: string, organization: string | undefined) =>
  queryOptions({
    queryKey: ['policy', id, organization],
    queryFn: ({ signal }) => call('GET /v1/policies/{id}', { path: { id }, query: { organization }, signal }),
  })

export const guardrailsQuery = queryOptions({
  queryKey: ['guardrails'],
  queryFn: ({ signal }) => call('GET /v1/guardrails', { signal }),
  staleTime: Infinity,
})

export const denialsQuery = (query: NonNullable<CallOptions<'GET /v1/denials'>['query']>) =>
  queryOptions({
    queryKey: ['denials', query],
    queryFn: ({ signal }) => call('GET /v1/denials', { query, signal }),
    placeholderData: (before) => before,
  })

export const servicesQuery = queryOptions({
  queryKey: ['policies', 'services'],
  queryFn: ({ signal }) => call('GET /v1/policies/services', { signal }),
  staleTime: Infinity,
})

const actionsPerPage = 1000

/** Every published action of a service; the largest have fewer than a thousand. */
export const actionsOfServiceQuery = (service: string) =>
  queryOptions({
    queryKey: ['policies', 'actions', service],
    queryFn: async ({ signal }) => (await call('GET /v1/policies/actions', { query: { service, limit: actionsPerPage }, signal })).items,
    staleTime: Infinity,
  })
