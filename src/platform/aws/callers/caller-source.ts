import type { Credentials } from '../clients.ts'
import type { Failure } from '../classify-error.ts'
import type { Work } from '../door.ts'

export type CallerVia = 'environment' | 'profile' | 'sso_profile' | 'web_identity' | 'container' | 'imds' | 'stored_keys'

/** Credentials of the installation itself, with where they came from and what a person should know about them. */
export type FoundCaller = {
  readonly credentials: Credentials
  readonly via: CallerVia
  /** More about the source: the profile's name, the instance's role. */
  readonly detail?: string
  /** When the sign-in behind an SSO profile ends; its role credentials may be renewed until then. */
  readonly signInExpiresAt?: Date
  readonly warning?: string
}

export type CallerResult = { readonly kind: 'ok'; readonly value: FoundCaller } | Failure

/** One place where the caller's credentials can come from. `absent`: nothing is configured here, look further. */
export type CallerSource = (work: Work) => Promise<CallerResult | { readonly kind: 'absent'; readonly looked: string }>

export function callerUnavailable(message: string): Failure {
  return { kind: 'rejected', code: 'CallerUnavailable', message }
}
