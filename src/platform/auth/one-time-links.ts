import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Db, Tx } from '#platform/db/db.ts'

export type LinkKind = 'invitation' | 'first_administrator' | 'sign_in'

export type LinkDraft = {
  readonly kind: LinkKind
  /** Whom an invitation is for; others say themselves who they are. */
  readonly email: string | null
  readonly role: string
  readonly scope: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
}
export type OneTimeLink = LinkDraft & { readonly id: string; readonly usedAt: Date | null; readonly revokedAt: Date | null }

/** Stores a link and answers its secret, the only time it is ever known. */
export async function insertLink(tx: Tx, draft: LinkDraft): Promise<{ readonly id: string; readonly secret: string }> {
  const secret = randomBytes(32).toString('base64url')
  const id = randomUUID()
  await tx
    .insertInto('one_time_link')
    .values({
      id,
      kind: draft.kind,
      secret_hash: hashOf(secret),
      email: draft.email,
      role: draft.role,
      scope: draft.scope,
      created_by: draft.createdBy,
      created_at: draft.createdAt,
      expires_at: draft.expiresAt,
    })
    .execute()
  return { id, secret }
}

/** Where a browser takes a link: the secret stands in the fragment, which no browser sends to any server, and no log sees. */
export function linkUrl(baseUrl: string, secret: string): string {
  return `${baseUrl}/welcome#link=${secret}`
}

/** The live link of this secret, locked until the transaction ends: of two that use it at once the second finds it used. */
export async function findLiveLinkForUpdate(tx: Tx, secret: string, now: Date): Promise<OneTimeLink | undefined> {
  const link = await tx.selectFrom('one_time_link').selectAll().where('secret_hash', '=', hashOf(secret)).forUpdate().executeTakeFirst()
  return link === undefined || !isLive(toLink(link), now) ? undefined : toLink(link)
}

/** The same without a lock, to say what a link is for before it is used. */
export async function findLiveLink(db: Db, secret: string, now: Date): Promise<OneTimeLink | undefined> {
  const link = await db.selectFrom('one_time_link').selectAll().where('secret_hash', '=', hashOf(secret)).executeTakeFirst()
  return link === undefined || !isLive(toLink(link), now) ? undefined : toLink(link)
}

export async function updateLinkUsed(tx: Tx, id: string, { at, by }: { readonly at: Date; readonly by: string }): Promise<void> {
  await tx.updateTable('one_time_link').set({ used_at: at, used_by: by }).where('id', '=', id).execute()
}

/** From the commit on the link is worth nothing. False when there is no live link with this id. */
export async function updateLinkRevoked(tx: Tx, id: string, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('one_time_link')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Links that can still be used, newest first. */
export async function listLiveLinks(db: Db, now: Date): Promise<OneTimeLink[]> {
  const rows = await db
    .selectFrom('one_time_link')
    .selectAll()
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute()
  return rows.map(toLink)
}

type LinkRow = {
  readonly id: string
  readonly kind: string
  readonly email: string | null
  readonly role: string
  readonly scope: string | null
  readonly created_by: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly used_at: Date | null
  readonly revoked_at: Date | null
}

function toLink(row: LinkRow): OneTimeLink {
  return {
    id: row.id,
    kind: row.kind as LinkKind,
    email: row.email,
    role: row.role,
    scope: row.scope,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    revokedAt: row.revoked_at,
  }
}

function isLive({ usedAt, revokedAt, expiresAt }: OneTimeLink, now: Date): boolean {
  return usedAt === null && revokedAt === null && expiresAt > now
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
