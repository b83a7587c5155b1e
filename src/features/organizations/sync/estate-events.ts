import { sql } from 'kysely'
import type { EstateEventDraft } from '#lib/estate-event.ts'
import type { Db, Tx } from '#platform/db/db.ts'

export type EventOrigin = { readonly organizationUid: string; readonly syncRunId: string | null; readonly actor: string; readonly at: Date }

/** Appends history in the transaction of the change it tells of. */
export async function insertEstateEvents(tx: Tx, origin: EventOrigin, events: readonly EstateEventDraft[]): Promise<number> {
  if (events.length === 0) return 0
  await sql`
    insert into estate_event (organization_uid, sync_run_id, subject_kind, subject_id, kind, before, after, actor, at)
    select ${origin.organizationUid}::uuid, ${origin.syncRunId}::uuid, r."subjectKind", r."subjectId", r.kind,
      nullif(r.before, 'null'::jsonb), nullif(r.after, 'null'::jsonb), ${origin.actor}, ${origin.at}
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as r("subjectKind" text, "subjectId" text, kind text, before jsonb, after jsonb)`.execute(
    tx,
  )
  return events.length
}

export type EstateEvent = EstateEventDraft & {
  readonly id: number
  readonly syncRunId: string | null
  readonly actor: string
  readonly at: Date
}
export type EventFilter = {
  readonly organizationUid?: string
  readonly kind?: string | undefined
  readonly subjectId?: string | undefined
  /** Only what one sync saw. */
  readonly syncRunId?: string | undefined
  readonly beforeId?: number | undefined
  readonly limit: number
}

/** Newest first. */
export async function listEstateEvents(db: Db, filter: EventFilter): Promise<EstateEvent[]> {
  const conditions = [
    filter.organizationUid === undefined ? sql`true` : sql`organization_uid = ${filter.organizationUid}`,
    filter.kind === undefined ? sql`true` : sql`kind = ${filter.kind}`,
    filter.subjectId === undefined ? sql`true` : sql`subject_id = ${filter.subjectId}`,
    filter.syncRunId === undefined ? sql`true` : sql`sync_run_id = ${filter.syncRunId}`,
    filter.beforeId === undefined ? sql`true` : sql`id < ${filter.beforeId}`,
  ]
  const { rows } = await sql<EstateEvent>`
    select id, sync_run_id as "syncRunId", subject_kind as "subjectKind", subject_id as "subjectId", kind, before, after, actor, at
    from estate_event where ${sql.join(conditions, sql` and `)} order by id desc limit ${filter.limit}`.execute(db)
  return rows
}
