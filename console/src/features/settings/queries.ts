import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/client.ts'

const allOf = <Reply extends object>(reply: Reply) => ({ ...reply, nextCursor: null })

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => allOf(await call('GET /v1/roles', { signal })),
})

export const peopleQuery = (cursor: string | undefined) =>
  queryOptions({ queryKey: ['people', cursor], queryFn: ({ signal }) => call('GET /v1/people', { query: { limit: 50, cursor }, signal }) })

export const personQuery = (person: string) =>
  queryOptions({ queryKey: ['person', person], queryFn: ({ signal }) => call('GET /v1/people/{person}', { path: { person }, signal }) })

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) => allOf(await call('GET /v1/people/invitations', { signal })),
})

export const providersQuery = queryOptions({
  queryKey: ['identity-providers'],
  queryFn: async ({ signal }) => allOf(await call('GET /v1/identity-providers', { signal })),
})

export const signInSettingsQuery = queryOptions({
  queryKey: ['sign-in-settings'],
  queryFn: ({ signal }) => call('GET /v1/sign-in-settings', { signal }),
})

export const signInRulesQuery = queryOptions({
  queryKey: ['sign-in-settings', 'rules'],
  queryFn: ({ signal }) => call('GET /v1/sign-in-settings/rules', { signal }),
  staleTime: 300_000,
})
