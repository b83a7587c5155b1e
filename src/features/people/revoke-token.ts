import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { findTokenForUpdate, updateTokenRevoked } from '#platform/auth/token-store.ts'
import type { Db } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'

export type RevokeTokenDeps = { readonly db: Db; readonly now: () => Date }

/** From the commit on, every request with this token is refused. Revoking twice changes nothing and is not an error. */
export async function revokeToken({ db, now }: RevokeTokenDeps, actor: Actor, idOrName: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const token = await findTokenForUpdate(tx, idOrName)
    if (token === undefined) throw peopleErrors.token_not_found(`No token ${idOrName}.`)
    if (token.revokedAt !== null) return
    const at = now()
    await updateTokenRevoked(tx, token.id, at)
    await recordAudit(tx, {
      actor,
      action: 'token.revoked',
      subject: `token:${token.id}`,
      before: { name: token.name, role: token.role },
      at,
    })
  })
}
