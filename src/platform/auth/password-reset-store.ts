import { createHash, randomBytes } from 'node:crypto'
import type { Db, Tx } from '#platform/db/db.ts'

export type PasswordReset = {
  readonly id: string
  readonly personId: string | null
  readonly baseUrl: string
  readonly createdBy: string
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
}

type NewReset = {
  readonly id: string
  readonly personId: string | null
  readonly baseUrl: string
  readonly createdBy: string
  readonly at: Date
  readonly expiresAt: Date
}

/** Notes that a new password was asked for; there is no link yet. */
export async function insertReset(tx: Tx, { id, personId, baseUrl, createdBy, at, expiresAt }: NewReset): Promise<void> {
  await tx
    .insertInto('password_reset')
    .values({ id, person_id: personId, base_url: baseUrl, created_by: createdBy, created_at: at, expires_at: expiresAt })
    .execute()
}

/** Gives the reset its secret, the only time it is ever known, and voids every other link of the person. */
export async function armReset(
  tx: Tx,
  { id, personId, at, expiresAt }: { readonly id: string; readonly personId: string; readonly at: Date; readonly expiresAt: Date },
): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await revokeResets(tx, personId, { at, except: id })
  await tx
    .updateTable('password_reset')
    .set({ secret_hash: hashOf(secret), expires_at: expiresAt })
    .where('id', '=', id)
    .execute()
  return secret
}

export async function revokeResets(
  tx: Tx,
  personId: string,
  { at, except }: { readonly at: Date; readonly except: string },
): Promise<void> {
  await tx
    .updateTable('password_reset')
    .set({ revoked_at: at })
    .where('person_id', '=', personId)
    .where('id', '<>', except)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

export async function findReset(db: Db | Tx, id: string): Promise<PasswordReset | undefined> {
  const row = await db.selectFrom('password_reset').select(columns).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toReset(row)
}

/** The live reset of this secret. */
export async function findLiveReset(db: Db | Tx, secret: string, now: Date): Promise<PasswordReset | undefined> {
  const row = await db.selectFrom('password_reset').select(columns).where('secret_hash', '=', hashOf(secret)).executeTakeFirst()
  return row === undefined || !isLive(toReset(row), now) ? undefined : toReset(row)
}

/** The same, locked until the transaction ends: of two that use it at once the second finds it used. */
export async function findLiveResetForUpdate(tx: Tx, secret: string, now: Date): Promise<PasswordReset | undefined> {
  const row = await tx.selectFrom('password_reset').select(columns).where('secret_hash', '=', hashOf(secret)).forUpdate().executeTakeFirst()
  return row === undefined || !isLive(toReset(row), now) ? undefined : toReset(row)
}

export async function updateResetUsed(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('password_reset').set({ used_at: at }).where('id', '=', id).execute()
}

/** Resets whose time is over; what became of them is in the audit trail. */
export async function pruneResets(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('password_reset').where('expires_at', '<', now).execute()
}

/** Where a browser takes the link: the secret stands in the fragment, which no browser sends to any server, and no log sees. */
export function resetUrl(baseUrl: string, secret: string): string {
  return `${baseUrl}/reset-password#link=${secret}`
}

const columns = ['id', 'person_id', 'base_url', 'created_by', 'expires_at', 'used_at', 'revoked_at'] as const

type Row = {
  readonly id: string
  readonly person_id: string | null
  readonly base_url: string
  readonly created_by: string
  readonly expires_at: Date
  readonly used_at: Date | null
  readonly revoked_at: Date | null
}

function toReset(row: Row): PasswordReset {
  return {
    id: row.id,
    personId: row.person_id,
    baseUrl: row.base_url,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    revokedAt: row.revoked_at,
  }
}

export function isLive({ personId, usedAt, revokedAt, expiresAt }: PasswordReset, now: Date): boolean {
  return personId !== null && usedAt === null && revokedAt === null && expiresAt > now
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
