import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { insertScimToken, revokeScimToken, type ScimToken, shortenScimTokens } from '#platform/auth/scim-token-store.ts'
import { hashToken, newScimTokenSecret, tokenPrefixOf } from '#platform/auth/token-secret.ts'
import type { Db } from '#platform/db/db.ts'
import { requireConnection } from './change-connection.ts'
import { provisioningErrors } from './errors.ts'

export type ScimTokenDeps = { readonly db: Db; readonly now: () => Date; readonly newId: () => string }
export type ScimTokenRequest = {
  readonly connection: string
  readonly expiresInDays: number
  readonly overlapHours: number
}

const hourMs = 3_600_000

/**
 * Makes a token of a connection and answers its secret, the only time it is ever seen. Older ones work for the overlap and no longer, so
 * that a directory can be given the new one without an outage.
 */
export async function createScimToken(
  deps: ScimTokenDeps,
  actor: Actor,
  { connection, expiresInDays, overlapHours }: ScimTokenRequest,
): Promise<{ readonly token: ScimToken; readonly secret: string }> {
  const secret = newScimTokenSecret()
  const createdAt = deps.now()
  const token: ScimToken = {
    id: deps.newId(),
    connectionId: connection,
    prefix: tokenPrefixOf(secret),
    createdBy: actor.id,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + expiresInDays * 24 * hourMs),
    revokedAt: null,
    lastUsedAt: null,
  }
  await deps.db.transaction().execute(async (tx) => {
    await requireConnection(tx, connection)
    const until = new Date(createdAt.getTime() + overlapHours * hourMs)
    const replaced = await shortenScimTokens(tx, connection, { at: createdAt, until })
    await insertScimToken(tx, token, hashToken(secret))
    await recordAudit(tx, {
      actor,
      action: 'scim_token.created',
      subject: `scim-connection:${connection}`,
      after: { tokenId: token.id, expiresAt: token.expiresAt, ...(replaced.length > 0 && { replaced, replacedUntil: until }) },
      at: createdAt,
    })
  })
  return { token, secret }
}

/** From the commit on every request with this token is refused. Revoking twice changes nothing. */
export async function endScimToken(
  { db, now }: Pick<ScimTokenDeps, 'db' | 'now'>,
  actor: Actor,
  { connection, token }: { readonly connection: string; readonly token: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('scim_token')
      .select('id')
      .where('connection_id', '=', connection)
      .where('id', '=', token)
      .executeTakeFirst()
    if (known === undefined) throw provisioningErrors.scim_token_not_found(`The SCIM connection ${connection} has no token ${token}.`)
    const at = now()
    const prefix = await revokeScimToken(tx, { connectionId: connection, id: token }, at)
    if (prefix === undefined) return
    await recordAudit(tx, {
      actor,
      action: 'scim_token.revoked',
      subject: `scim-connection:${connection}`,
      before: { tokenId: token },
      at,
    })
  })
}
