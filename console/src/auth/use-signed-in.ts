import { useQueryClient } from '@tanstack/react-query'
import { authApi } from './auth-api.ts'
import { credential } from './credential.ts'
import { sessionQuery, useSession } from './session.ts'

/**
 * What follows a successful sign-in: the page goes on where it was, with what this person may see. What somebody else had opened and typed
 * is not theirs: for another person the page is loaded anew.
 */
export function useSignedIn(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    const before = client.getQueryData(sessionQuery.queryKey)?.actor
    const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    if (before?.kind === 'person' && before.id !== session.actor.id) {
      location.reload()
      return
    }
    credential.renewed()
    await client.invalidateQueries()
  }
}

/** Ends the session on the server, and loads the page anew, so that nothing read under it stays. */
export function useSignOut(): () => Promise<void> {
  const { actor } = useSession()
  return async () => {
    if (actor.kind === 'person') await authApi.signOut().catch(() => undefined)
    credential.forget()
    location.assign('/')
  }
}
