import { queryOptions, useQuery } from '@tanstack/react-query'
import { readJson } from '../api/client.ts'

export type Session = {
  readonly actor: { readonly kind: 'operator' | 'token' | 'person' | 'system'; readonly id: string }
  readonly permissions: readonly string[]
  readonly endpoint: { readonly isAws: boolean; readonly address: string }
  readonly version: string
  readonly storedKeysAllowed: boolean
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readJson<Session>('/console/session', signal),
  staleTime: 60_000,
})

/** The person's session; pages are shown only once it is known. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (data === undefined) throw new Error('a page was shown before the session was known')
  return data
}

/** Whether this person may do a thing. What they may not is absent from the page, and refused by the server in any case. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}
