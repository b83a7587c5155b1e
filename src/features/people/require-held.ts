import { type Actor, holdsEverywhere } from '#platform/auth/actor.ts'
import { grantsOf } from '#platform/auth/people-store.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'

/**
 * Refuses roles that carry what the actor does not hold in the whole estate: otherwise a token that may only invite would invite an
 * administrator.
 */
export async function requireHeld(
  db: Db | Tx,
  actor: Actor,
  bindings: readonly { readonly role: string; readonly scope: string | null }[],
): Promise<void> {
  const grants = await grantsOf(db, bindings)
  requirePermissionsHeld(
    actor,
    grants.flatMap(({ permissions }) => [...permissions]),
  )
}

export function requirePermissionsHeld(actor: Actor, permissions: readonly string[]): void {
  const surplus = [...new Set(permissions)].filter((permission) => !permission.startsWith('self:') && !holdsEverywhere(actor, permission))
  if (surplus.length > 0) throw peopleErrors.permissions_exceed_own(`${actor.id} does not have ${surplus.join(', ')} everywhere itself.`)
}
