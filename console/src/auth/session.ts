import { queryOptions, useQuery } from '@tanstack/react-query'
import { readJson } from '../api/client.ts'
import { Problem } from '../api/problem.ts'

export type Session = {
  readonly actor: { readonly kind: 'operator' | 'token' | 'person' | 'system'; readonly id: string; readonly label?: string }
  readonly permissions: readonly string[]
  /** Those that reach only a part of the estate. */
  readonly bounded: readonly string[]
  readonly endpoint: { readonly isAws: boolean; readonly address: string }
  readonly version: string
  readonly storedKeysAllowed: boolean
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => requireSession(await readJson<Session | { readonly actor: null }>('/console/session', signal)),
  staleTime: 60_000,
})

function requireSession(session: Session | { readonly actor: null }): Session {
  if (session.actor !== null) return session
  throw new Problem({
    type: 'about:blank',
    title: 'Sign in first',
    status: 401,
    detail: 'You are not signed in.',
    code: 'unauthenticated',
    requestId: '',
  })
}

/** The person's session; pages are shown only once it is known. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (data === undefined) throw new Error('a page was shown before the session was known')
  return data
}

/** Whether somebody may do a thing: somewhere, or `everywhere`, which what tells of the whole estate asks for. */
export type May = (permission: string, where?: 'everywhere') => boolean

/** Whether this person may do a thing. What they may not is absent from the page, and refused by the server in any case. */
export function useMay(): May {
  const { permissions, bounded } = useSession()
  return (permission, where) => permissions.includes(permission) && (where === undefined || !bounded.includes(permission))
}

/** Whether this person sees only a part of the estate, which pages then say. */
export function useIsBounded(): boolean {
  return useSession().bounded.includes('accounts:read')
}
