import { recordAudit } from '#platform/audit/audit.ts'
import { type Actor, holdsEverywhere } from '#platform/auth/actor.ts'
import { explainScopeFault } from '#platform/auth/grants.ts'
import { grantsOf } from '#platform/auth/people-store.ts'
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
  readonly scope?: string | undefined
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
  // What somebody holds in part of the estate they cannot hand on: the bound would be theirs to forget.
  const granted = await grantedBy(deps.db, request)
  const surplus = [...granted].filter((permission) => !holdsEverywhere(actor, permission))
  if (surplus.length > 0) throw peopleErrors.permissions_exceed_own(`${actor.id} does not have ${surplus.join(', ')} itself.`)

  const secret = newTokenSecret()
  const createdAt = deps.now()
  const token: StoredToken = {
    id: deps.newId(),
    name: request.name,
    prefix: tokenPrefixOf(secret),
    role: request.role,
    permissions: request.permissions,
    scope: request.scope ?? null,
    createdBy: actor.id,
    createdAt,
    expiresAt: request.expiresInDays === undefined ? null : new Date(createdAt.getTime() + request.expiresInDays * dayMs),
    revokedAt: null,
    lastUsedAt: null,
  }
  await deps.db.transaction().execute(async (tx) => {
    const isStored = await insertToken(tx, token, hashToken(secret))
    if (!isStored) throw peopleErrors.token_name_taken(`A token named ${token.name} exists. Revoke it first, or choose another name.`)
    const { name, role, permissions, scope, expiresAt } = token
    await recordAudit(tx, {
      actor,
      action: 'token.created',
      subject: `token:${token.id}`,
      after: { name, role, permissions, scope, expiresAt },
      at: createdAt,
    })
  })
  return { token, secret }
}

/** The permissions a token would carry. A role that is neither Reeve's nor this site's, or a scope that binds a name, is refused by name. */
async function grantedBy(db: Db, { role, permissions, scope }: TokenRequest): Promise<ReadonlySet<string>> {
  const fault = scope === undefined ? undefined : explainScopeFault(scope)
  if (fault !== undefined) throw peopleErrors.scope_invalid(fault)
  if (role === 'custom') return permissionsOf(role, permissions)
  const [grant] = await grantsOf(db, [{ role, scope: null }])
  if (grant === undefined || grant.permissions.size === 0)
    throw peopleErrors.role_not_found(`There is no role ${role}. See the list of roles.`)
  return grant.permissions
}
