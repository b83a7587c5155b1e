import type { Db } from '#platform/db/db.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { type Actor, scimActorId } from './actor.ts'
import { hasAdministrator } from './people-store.ts'
import { reachOfToken } from './reach-of.ts'
import { rolePermissions } from './roles.ts'
import { assertSameSite } from './same-site.ts'
import { findScimToken, updateScimTokenUsed } from './scim-token-store.ts'
import { hashToken, isSameToken, isScimTokenShaped, isTokenShaped } from './token-secret.ts'
import { isLive, findTokenByHash, updateTokenUsed, type StoredToken } from './token-store.ts'

/** `last_used_at` is for finding tokens that nobody uses; a write per request would cost more than it tells. */
const lastUsedResolutionMs = 60_000

export type AuthenticateDeps = {
  readonly db: Db
  readonly now: () => Date
  /** The credential of the operator on this machine: made at start, kept in memory and in a file that only this user can read. */
  readonly operator?: { readonly token: string; readonly actorId: string }
  /** Who a session cookie stands for. Absent where no people sign in, as for a command's own server. */
  readonly sessions?: { readonly actorOf: (cookie: string) => Promise<Actor | undefined> }
  /** Where people reach this server, when a proxy in front of it asks under another name. */
  readonly publicHost?: string | undefined
  /** True where tokens would cross a network in clear text; they are refused there. */
  readonly isTransportExposed?: boolean
}

/** What of a request says who is asking; the rest tells whether a browser sent it, and from which page. */
export type Credentials = {
  readonly authorization: string | undefined
  readonly cookie?: string | undefined
  readonly method?: string
  readonly origin?: string | undefined
  readonly host?: string | undefined
  readonly secFetchSite?: string | undefined
}

/**
 * Turns a bearer token into the actor it stands for. One answer for a malformed, unknown, expired and revoked token, so that a
 * stranger cannot tell them apart; the token's own bytes are compared as hashes, in constant time. Without a token, a session cookie is asked, and a write with one must come from our own pages.
 */
export function createAuthenticate(deps: AuthenticateDeps): (request: Credentials) => Promise<Actor> {
  return async (request) => {
    const { authorization, cookie } = request
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined && authorization === undefined && cookie !== undefined && deps.isTransportExposed !== true) {
      const person = await deps.sessions?.actorOf(cookie)
      if (person !== undefined) {
        if (request.method !== 'GET' && request.method !== 'HEAD') assertSameSite({ ...request, publicHost: deps.publicHost })
        return person
      }
    }
    if (token === undefined) throw httpErrors.unauthenticated('Sign in, or send an API token as `Authorization: Bearer reeve_…`.')
    if (deps.isTransportExposed === true) {
      throw httpErrors.insecure_transport(
        'This server listens on a network without TLS, so it refuses tokens. Configure TLS, or say that a proxy in front of it does: see docs/configuration.md. Treat the token just sent as exposed and revoke it.',
      )
    }
    if (isScimTokenShaped(token)) return scimActor(deps, token)
    if (!isTokenShaped(token)) throw refusal()
    if (deps.operator !== undefined && isSameToken(token, deps.operator.token)) return operatorOf(deps, deps.operator.actorId, request)
    const stored = await findTokenByHash(deps.db, hashToken(token))
    if (stored === undefined || !isLive(stored, deps.now())) throw refusal()
    await touch(deps, stored)
    return { kind: 'token', id: `token:${stored.id}`, label: stored.name, ...(await reachOf(deps.db, stored)) }
  }
}

/** A directory, which may provision its own people and nothing else. */
async function scimActor(deps: AuthenticateDeps, token: string): Promise<Actor> {
  const stored = await findScimToken(deps.db, hashToken(token))
  if (stored === undefined || !isLive(stored, deps.now())) throw refusal()
  if (isDue(stored, deps.now())) await updateScimTokenUsed(deps.db, stored.id, deps.now())
  return { kind: 'token', id: scimActorId(stored.connectionId), label: stored.connectionName, permissions: new Set(['people:provision']) }
}

async function reachOf(db: Db, token: StoredToken): Promise<Pick<Actor, 'permissions' | 'scopes'>> {
  const { scopes, ...reach } = await reachOfToken(db, token)
  return scopes.size === 0 ? reach : { ...reach, scopes }
}

/** The server file's token serves the command line of this user for ever, and a browser only until somebody administers in person. */
async function operatorOf({ db }: AuthenticateDeps, actorId: string, { origin, secFetchSite }: Credentials): Promise<Actor> {
  const isBrowser = origin !== undefined || secFetchSite !== undefined
  if (isBrowser && (await hasAdministrator(db)))
    throw httpErrors.unauthenticated('The start token signs nobody in any more, because an administrator exists. Sign in as a person.')
  return operatorActor(actorId)
}

/** The person at the machine: whoever may read the data directory may do anything that Reeve may do. */
export function operatorActor(id: string): Actor {
  return { kind: 'operator', id, permissions: rolePermissions.admin }
}

async function touch({ db, now }: AuthenticateDeps, token: StoredToken): Promise<void> {
  if (isDue(token, now())) await updateTokenUsed(db, token.id, now())
}

function isDue({ lastUsedAt }: Pick<StoredToken, 'lastUsedAt'>, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= lastUsedResolutionMs
}

function refusal(): Error {
  return httpErrors.unauthenticated('This token is not valid: unknown, expired or revoked.')
}
