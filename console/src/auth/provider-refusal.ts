import { Problem } from '../api/problem.ts'

const returnKey = 'reeve.return-to'

/** Remembers where a person is going, for the case that the provider sends them back without signing them in. */
export function leaveForProvider(returnTo: string): void {
  sessionStorage.setItem(returnKey, returnTo)
}

/** What a sign-in through a provider came back with when it failed. The address then names again where the person was going. */
export function takeProviderRefusal(): Problem | undefined {
  const code = location.pathname === '/sign-in' ? new URLSearchParams(location.search).get('error') : null
  if (code === null) return undefined
  const returnTo = sessionStorage.getItem(returnKey) ?? '/'
  history.replaceState(history.state, '', /^\/(?![/\\])/.test(returnTo) ? returnTo : '/')
  return new Problem({ type: 'about:blank', title: 'Not signed in', status: 401, detail: explain(code), code, requestId: '' })
}

function explain(code: string): string {
  if (code === 'unable_to_get_user_info')
    return 'Your identity provider let you in, but most likely none of your groups there gives you a role in Reeve. Ask an administrator: the reason stands under Activity.'
  if (code === 'access_denied') return 'Your identity provider did not let you in, or you turned back there.'
  return 'The sign-in through your identity provider was not completed. Try again; if it happens again, an administrator finds the reason under Activity.'
}
