import type { Db, Tx } from '#platform/db/db.ts'
import { combineGrants, type Reach } from './grants.ts'
import { findReach, grantsOf } from './people-store.ts'
import { permissionsOf } from './roles.ts'
import { findTokenById, isLive, type StoredToken } from './token-store.ts'

/** A custom token carries its own list; every other one the set of its role, a site's own roles included. */
export async function reachOfToken(db: Db | Tx, { role, permissions, scope }: StoredToken): Promise<Reach> {
  return combineGrants(
    role === 'custom' ? [{ permissions: permissionsOf(role, permissions), scope }] : await grantsOf(db, [{ role, scope }]),
  )
}

/**
 * What somebody may do now, by the id that they acted under: for what goes on in their name while they are away. Undefined for who is
 * gone, disabled, revoked or expired, and for who is neither a person nor a token.
 */
export async function findReachOf(db: Db | Tx, actorId: string, now: Date): Promise<Reach | undefined> {
  const [kind, id = ''] = actorId.split(':')
  if (kind === 'user') return findReach(db, id)
  const token = kind === 'token' ? await findTokenById(db, id) : undefined
  return token === undefined || !isLive(token, now) ? undefined : reachOfToken(db, token)
}
