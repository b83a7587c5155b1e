import { sql } from 'kysely'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { redact } from '#platform/log/redact.ts'

export type AuditRecord = {
  readonly actor: Pick<Actor, 'id' | 'kind'>
  /** `<thing>.<what happened>`, such as `organization.registered`. */
  readonly action: string
  /** What it happened to: `organization:o-…`, `account:111122223333`, `token:<id>`. */
  readonly subject: string
  readonly before?: unknown
  readonly after?: unknown
  readonly result?: 'done' | 'refused' | 'failed'
  readonly requestId?: string
  /** From where: the address of the caller. */
  readonly source?: string
  /** When it happened, by the caller's clock; the database's clock when absent. */
  readonly at?: Date
}

/** Takes a transaction on purpose: an audit event that commits apart from its change is worth nothing. Secrets are masked before they are written. */
export async function recordAudit(tx: Tx, record: AuditRecord): Promise<void> {
  await tx
    .insertInto('audit_event')
    .values({
      actor: record.actor.id,
      actor_kind: record.actor.kind,
      action: record.action,
      subject: record.subject,
      result: record.result ?? 'done',
      before: masked(record.before),
      after: masked(record.after),
      request_id: record.requestId ?? null,
      source: record.source ?? null,
      at: record.at ?? sql<Date>`clock_timestamp()`,
    })
    .execute()
}

export type AuditEvent = {
  readonly id: number
  readonly at: Date
  readonly actor: string
  readonly actorKind: string
  readonly action: string
  readonly subject: string
  readonly result: string
  readonly before: unknown
  readonly after: unknown
  readonly requestId: string | null
  readonly source: string | null
}

export type AuditFilter = {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
  readonly since?: Date
  readonly until?: Date
}

/** Newest first, at most `limit`, those before event `beforeId` when given. `action` and `subject` ending in `*` match by prefix. */
export async function listAuditEvents(
  db: Db | Tx,
  filter: AuditFilter,
  { limit, beforeId }: { limit: number; beforeId?: number | undefined },
): Promise<AuditEvent[]> {
  let query = db.selectFrom('audit_event').selectAll().orderBy('id', 'desc').limit(limit)
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor)
  if (filter.action !== undefined) query = query.where('action', ...matching(filter.action))
  if (filter.subject !== undefined) query = query.where('subject', ...matching(filter.subject))
  if (filter.since !== undefined) query = query.where('at', '>=', filter.since)
  if (filter.until !== undefined) query = query.where('at', '<', filter.until)
  const rows = await query.execute()
  return rows.map(({ actor_kind: actorKind, request_id: requestId, ...row }) => ({ ...row, actorKind, requestId }))
}

function masked(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(redact(value))
}

function matching(pattern: string): ['=' | 'like', string] {
  if (!pattern.endsWith('*')) return ['=', pattern]
  return ['like', `${pattern.slice(0, -1).replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`]
}
