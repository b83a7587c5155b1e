import type { Db, Tx } from '#platform/db/db.ts'

export type ScimToken = {
  readonly id: string
  readonly connectionId: string
  readonly prefix: string
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

const columns = [
  'scim_token.id',
  'scim_token.connection_id as connectionId',
  'scim_token.token_prefix as prefix',
  'scim_token.created_by as createdBy',
  'scim_token.created_at as createdAt',
  'scim_token.expires_at as expiresAt',
  'scim_token.revoked_at as revokedAt',
  'scim_token.last_used_at as lastUsedAt',
] as const

/** The token with this hash, whatever its state, with the name of its connection; the caller decides whether it still counts. */
export async function findScimToken(db: Db, hash: Buffer): Promise<(ScimToken & { readonly connectionName: string }) | undefined> {
  return db
    .selectFrom('scim_token')
    .innerJoin('scim_connection', 'scim_connection.id', 'scim_token.connection_id')
    .select(columns)
    .select('scim_connection.name as connectionName')
    .where('token_hash', '=', hash)
    .executeTakeFirst()
}

/** Of the connections named, newest first; expired and revoked ones too. */
export async function listScimTokens(db: Db | Tx, connectionIds: readonly string[]): Promise<ScimToken[]> {
  if (connectionIds.length === 0) return []
  return db
    .selectFrom('scim_token')
    .select(columns)
    .where('connection_id', 'in', [...connectionIds])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

export async function insertScimToken(tx: Tx, token: ScimToken, hash: Buffer): Promise<void> {
  await tx
    .insertInto('scim_token')
    .values({
      id: token.id,
      connection_id: token.connectionId,
      token_hash: hash,
      token_prefix: token.prefix,
      created_by: token.createdBy,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute()
}

/** Lets the live tokens of a connection work until `until` at the latest; answers the ids of those cut short. */
export async function shortenScimTokens(
  tx: Tx,
  connectionId: string,
  { at, until }: { readonly at: Date; readonly until: Date },
): Promise<string[]> {
  const rows = await tx
    .updateTable('scim_token')
    .set({ expires_at: until })
    .where('connection_id', '=', connectionId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .where('expires_at', '>', until)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Answers the token when it was live until now. */
export async function revokeScimToken(
  tx: Tx,
  { connectionId, id }: { readonly connectionId: string; readonly id: string },
  at: Date,
): Promise<string | undefined> {
  const row = await tx
    .updateTable('scim_token')
    .set({ revoked_at: at })
    .where('connection_id', '=', connectionId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('token_prefix')
    .executeTakeFirst()
  return row?.token_prefix
}

export async function updateScimTokenUsed(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('scim_token').set({ last_used_at: at }).where('id', '=', id).execute()
}
