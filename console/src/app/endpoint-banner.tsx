import type { Session } from '../auth/session.ts'

/** On every page while calls go anywhere but to AWS itself: nothing shown here is then about real accounts. */
export function EndpointBanner({ endpoint }: { readonly endpoint: Session['endpoint'] }) {
  if (endpoint.isAws) return null
  return (
    <aside className="not-aws" aria-label="Not AWS">
      This is not AWS: calls go to {endpoint.address}
    </aside>
  )
}
