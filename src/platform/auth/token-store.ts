import type { Db, Tx } from '#platform/db/db.ts'

export type StoredToken = {
  readonly id: string
  readonly name: string
  readonly prefix: string
  /** A role of the catalogue or of this site, or `custom` with its own permissions. */
  readonly role: string
  readonly permissions: readonly string[]
  /** Where it reaches, as a selector; null is everywhere. */
  readonly scope: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

/** Answers false, and stores nothing, when a live token has the name; of two that race exactly one is stored. */
export async function insertToken(tx: Tx, token: StoredToken, hash: Buffer): Promise<boolean> {
  const stored = await tx
    .insertInto('api_token')
    .values({
      id: token.id,
      name: token.name,
      token_hash: hash,
      token_prefix: token.prefix,
      role: token.role,
      permissions: [...token.permissions],
      scope: token.scope,
      created_by: token.createdBy,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .onConflict((conflict) => conflict.column('name').where('revoked_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return stored !== undefined
}

/** The token with this hash, whatever its state; the caller decides whether it still counts. */
export async function findTokenByHash(db: Db | Tx, hash: Buffer): Promise<StoredToken | undefined> {
  const row = await db.selectFrom('api_token').select(columns).where('token_hash', '=', hash).executeTakeFirst()
  return row === undefined ? undefined : toToken(row)
}

export async function findTokenById(db: Db | Tx, id: string): Promise<StoredToken | undefined> {
  const row = await db
    .selectFrom('api_token')
    .select(columns)
    .where((eb) => eb(eb.cast('id', 'text'), '=', id))
    .executeTakeFirst()
  return row === undefined ? undefined : toToken(row)
}

/** Whether it still counts: neither revoked nor expired. */
export function isLive(token: Pick<StoredToken, 'revokedAt' | 'expiresAt'>, now: Date): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now)
}

/** By id or, among those not revoked, by name. Locks the row. */
export async function findTokenForUpdate(tx: Tx, idOrName: string): Promise<StoredToken | undefined> {
  const row = await tx
    .selectFrom('api_token')
    .select(columns)
    .where((eb) => eb.or([eb(eb.cast('id', 'text'), '=', idOrName), eb.and([eb('name', '=', idOrName), eb('revoked_at', 'is', null)])]))
    .orderBy('created_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toToken(row)
}

/** By name, those after (`name`, `id`) when given. */
export async function listTokens(
  db: Db | Tx,
  { limit, after }: { limit: number; after?: { readonly name: string; readonly id: string } | undefined },
): Promise<StoredToken[]> {
  let query = db.selectFrom('api_token').select(columns).orderBy('name').orderBy('id').limit(limit)
  if (after !== undefined) query = query.where((eb) => eb(eb.refTuple('name', 'id'), '>', eb.tuple(after.name, after.id)))
  return (await query.execute()).map(toToken)
}

export async function updateTokenRevoked(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('api_token').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null).execute()
}

export async function updateTokenUsed(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('api_token').set({ last_used_at: at }).where('id', '=', id).execute()
}

const columns = [
  'id',
  'name',
  'token_prefix',
  'role',
  'permissions',
  'scope',
  'created_by',
  'created_at',
  'expires_at',
  'revoked_at',
  'last_used_at',
] as const

type Row = {
  id: string
  name: string
  token_prefix: string
  role: string
  permissions: string[]
  scope: string | null
  created_by: string
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
}

function toToken(row: Row): StoredToken {
  return {
    id: row.id,
    name: row.name,
    prefix: row.token_prefix,
    role: row.role,
    permissions: row.permissions,
    scope: row.scope,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}
