import { recordAudit } from '#platform/audit/audit.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import type { Outgoing } from '#platform/http/outgoing.ts'
import type { createLinkDesk } from './accept-link.ts'
import { listIdentityProviders, toLibraryProvider } from './identity-providers.ts'
import { withOrigin } from './sign-in-origin.ts'
import { acceptSignInCode } from './sign-in-codes.ts'
import { createSignInLibrary, type LibraryProvider, type SignInLibrary } from './sign-in-library.ts'
import { ensureSignInSecret } from './sign-in-settings.ts'

export type LibraryDeps = {
  readonly db: Db
  readonly sealer: Sealer
  readonly outgoing: Outgoing
  readonly now: () => Date
  /** `https://reeve.example`, as browsers see it; known once the server listens. */
  readonly baseUrl: () => string
  readonly onTrouble: (message: string) => void
}

type AcceptLink = ReturnType<typeof createLinkDesk>['accept']

/** One library for sessions, which needs no provider; one for signing in, rebuilt when a provider has changed. */
export function openLibraries(deps: LibraryDeps, acceptLink: AcceptLink) {
  let secret: Promise<string> | undefined
  let plain: Promise<SignInLibrary> | undefined
  let current: { readonly key: string; readonly library: Promise<SignInLibrary> } | undefined

  async function open(providers: readonly LibraryProvider[]): Promise<SignInLibrary> {
    secret ??= ensureSignInSecret(deps.db, deps)
    const found = await secret.catch((error: unknown) => {
      secret = undefined
      throw error
    })
    return createSignInLibrary({
      db: deps.db,
      secret: found,
      baseUrl: deps.baseUrl(),
      providers,
      acceptLink,
      acceptCode: (code) => acceptSignInCode(deps, code),
      onTrouble: deps.onTrouble,
    })
  }

  return {
    forSessions: (): Promise<SignInLibrary> =>
      (plain ??= open([]).catch((error: unknown) => {
        plain = undefined
        throw error
      })),
    forSignIn: async (): Promise<SignInLibrary> => {
      const providers = await listIdentityProviders(deps.db)
      const key = providers.map(({ id, version }) => `${id}:${version}`).join(' ')
      if (current?.key === key) return current.library
      const onRefusal = async (refusal: { providerId: string; reason: string }): Promise<void> => {
        deps.onTrouble(`${refusal.providerId}: ${refusal.reason}`)
        await deps.db.transaction().execute((tx) =>
          recordAudit(tx, {
            actor: { kind: 'person', id: 'nobody', ...withOrigin() },
            action: 'sign_in.provider',
            subject: `identity-provider:${refusal.providerId}`,
            result: 'refused',
            after: { reason: refusal.reason },
            at: deps.now(),
          }),
        )
      }
      const usable = await Promise.all(
        providers.map((provider) =>
          toLibraryProvider({ ...deps, onRefusal }, provider).catch((error: unknown) => {
            deps.onTrouble(`${provider.id} cannot be used: ${error instanceof Error ? error.message : String(error)}`)
            return undefined
          }),
        ),
      )
      const library = open(usable.filter((provider) => provider !== undefined))
      // One that did not answer is asked again at the next sign-in.
      if (!usable.includes(undefined)) current = { key, library }
      return library
    },
  }
}
