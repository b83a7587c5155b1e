import type { Db } from '#platform/db/db.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import type { Actor } from './actor.ts'
import { permissionsOf, rolePermissions } from './roles.ts'
import { hashToken, isSameToken, isTokenShaped } from './token-secret.ts'
import { findTokenByHash, updateTokenUsed, type StoredToken } from './token-store.ts'

/** `last_used_at` is for finding tokens that nobody uses; a write per request would cost more than it tells. */
const lastUsedResolutionMs = 60_000

export type AuthenticateDeps = {
  readonly db: Db
  readonly now: () => Date
  /** The credential of the operator on this machine: made at start, kept in memory and in a file that only this user can read. */
  readonly operator?: { readonly token: string; readonly actorId: string }
  /** True where tokens would cross a network in clear text; they are refused there. */
  readonly isTransportExposed?: boolean
}

/**
 * Turns a bearer token into the actor it stands for. One answer for a malformed, unknown, expired and revoked token, so that a
 * stranger cannot tell them apart; the token's own bytes are compared as hashes, in constant time.
 */
export function createAuthenticate(deps: AuthenticateDeps): (request: { readonly authorization: string | undefined }) => Promise<Actor> {
  return async ({ authorization }) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) throw httpErrors.unauthenticated('Send an API token as `Authorization: Bearer reeve_…`.')
    if (deps.isTransportExposed === true) {
      throw httpErrors.insecure_transport(
        'This server listens on a network without TLS, so it refuses tokens. Configure TLS, or say that a proxy in front of it does: see docs/configuration.md. Treat the token just sent as exposed and revoke it.',
      )
    }
    if (!isTokenShaped(token)) throw refusal()
    if (deps.operator !== undefined && isSameToken(token, deps.operator.token)) return operatorActor(deps.operator.actorId)
    const stored = await findTokenByHash(deps.db, hashToken(token))
    if (stored === undefined || !isLive(stored, deps.now())) throw refusal()
    await touch(deps, stored)
    return { kind: 'token', id: `token:${stored.id}`, permissions: permissionsOf(stored.role, stored.permissions) }
  }
}

/** The person at the machine: whoever may read the data directory may do anything that Reeve may do. */
export function operatorActor(id: string): Actor {
  return { kind: 'operator', id, permissions: rolePermissions.admin }
}

function isLive(token: StoredToken, now: Date): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now)
}

async function touch({ db, now }: AuthenticateDeps, { id, lastUsedAt }: StoredToken): Promise<void> {
  const at = now()
  if (lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < lastUsedResolutionMs) return
  await updateTokenUsed(db, id, at)
}

function refusal(): Error {
  return httpErrors.unauthenticated('This token is not valid: unknown, expired or revoked.')
}
