import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'

export type AttentionKind = 'account_suspended' | 'removals_held'
export type AttentionDraft = { readonly kind: AttentionKind; readonly subjectId: string; readonly detail: string }

/** Raises what a person should look at; one that is open already stays as it is. */
export async function raiseAttention(
  tx: Tx,
  organizationUid: string,
  { items, at, newId }: { items: readonly AttentionDraft[]; at: Date; newId: () => string },
): Promise<void> {
  if (items.length === 0) return
  const rows = items.map((item) => ({ ...item, id: newId() }))
  await sql`
    insert into attention (id, organization_uid, kind, subject_id, detail, raised_at)
    select r.id, ${organizationUid}::uuid, r.kind, r."subjectId", r.detail, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, kind text, "subjectId" text, detail text)
    on conflict do nothing`.execute(tx)
}

/** Closes what the estate itself has settled: an account active again, removals no longer held. */
export async function resolveAttention(
  tx: Tx,
  organizationUid: string,
  { kind, subjectIds, at, by }: { kind: AttentionKind; subjectIds: readonly string[] | 'all'; at: Date; by: string },
): Promise<void> {
  const among = subjectIds === 'all' ? sql`true` : sql`subject_id = any(${[...subjectIds]}::text[])`
  await sql`
    update attention set resolved_at = ${at}, resolved_by = ${by}
    where organization_uid = ${organizationUid} and kind = ${kind} and resolved_at is null and ${among}`.execute(tx)
}

/** Closes one open item; false where there is none. */
export async function resolveAttentionItem(
  tx: Tx,
  { organizationUid, id, at, by }: { organizationUid: string; id: string; at: Date; by: string },
): Promise<boolean> {
  const done = await sql`
    update attention set resolved_at = ${at}, resolved_by = ${by}
    where organization_uid = ${organizationUid} and id = ${id} and resolved_at is null`.execute(tx)
  return done.numAffectedRows === 1n
}

export type AttentionItem = AttentionDraft & {
  readonly id: string
  readonly raisedAt: Date
  readonly resolvedAt: Date | null
  readonly resolvedBy: string | null
}

/** Open items, newest first. */
export async function listOpenAttention(db: Db, organizationUid: string): Promise<AttentionItem[]> {
  const { rows } = await sql<AttentionItem>`
    select id, kind, subject_id as "subjectId", detail, raised_at as "raisedAt", resolved_at as "resolvedAt", resolved_by as "resolvedBy"
    from attention where organization_uid = ${organizationUid} and resolved_at is null order by raised_at desc, id limit 1000`.execute(db)
  return rows
}
