import { recordAudit } from '#platform/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { permissionsOf } from '#platform/auth/roles.ts'
import { hashToken, newTokenSecret, tokenPrefixOf } from '#platform/auth/token-secret.ts'
import { insertToken, type StoredToken } from '#platform/auth/token-store.ts'
import type { Db } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'

export type CreateTokenDeps = { readonly db: Db; readonly now: () => Date; readonly newId: () => string }

export type TokenRequest = {
  readonly name: string
  readonly role: StoredToken['role']
  readonly permissions: readonly string[]
  readonly expiresInDays?: number | undefined
}

const dayMs = 86_400_000

/**
 * Makes a token and answers its secret, the only time it is ever seen. Nobody can grant more than they hold, so a token with
 * `tokens:write` is no way to become an administrator.
 */
export async function createToken(
  deps: CreateTokenDeps,
  actor: Actor,
  request: TokenRequest,
): Promise<{ readonly token: StoredToken; readonly secret: string }> {
  const surplus = [...permissionsOf(request.role, request.permissions)].filter((permission) => !actor.permissions.has(permission))
  if (surplus.length > 0) throw peopleErrors.permissions_exceed_own(`${actor.id} does not have ${surplus.join(', ')} itself.`)

  const secret = newTokenSecret()
  const createdAt = deps.now()
  const token: StoredToken = {
    id: deps.newId(),
    name: request.name,
    prefix: tokenPrefixOf(secret),
    role: request.role,
    permissions: request.permissions,
    createdBy: actor.id,
    createdAt,
    expiresAt: request.expiresInDays === undefined ? null : new Date(createdAt.getTime() + request.expiresInDays * dayMs),
    revokedAt: null,
    lastUsedAt: null,
  }
  await deps.db.transaction().execute(async (tx) => {
    const isStored = await insertToken(tx, token, hashToken(secret))
    if (!isStored) throw peopleErrors.token_name_taken(`A token named ${token.name} exists. Revoke it first, or choose another name.`)
    const { name, role, permissions, expiresAt } = token
    await recordAudit(tx, {
      actor,
      action: 'token.created',
      subject: `token:${token.id}`,
      after: { name, role, permissions, expiresAt },
      at: createdAt,
    })
  })
  return { token, secret }
}
