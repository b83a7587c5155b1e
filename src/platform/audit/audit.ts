import { sql } from 'kysely'
import type { Actor } from '#platform/auth/actor.ts'
import type { Tx } from '#platform/db/db.ts'
import { redact } from '#platform/log/redact.ts'

export type AuditRecord = {
  /** With the request that they asked by, whose id, address and user agent are written down unless the record says others. */
  readonly actor: Pick<Actor, 'id' | 'kind' | 'origin'>
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
  readonly userAgent?: string | null
  /** When it happened, by the caller's clock; the database's clock when absent. */
  readonly at?: Date
}

/** Takes a transaction on purpose: an audit event that commits apart from its change is worth nothing. Secrets are masked before they are written. */
export async function recordAudit(tx: Tx, record: AuditRecord): Promise<void> {
  const { origin } = record.actor
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
      request_id: record.requestId ?? origin?.requestId ?? null,
      source: record.source ?? origin?.address ?? null,
      user_agent: cut(record.userAgent ?? origin?.userAgent ?? null),
      at: record.at ?? sql<Date>`clock_timestamp()`,
    })
    .execute()
}

/** A browser's name is short; a longer one is a caller's own words. */
const userAgentMax = 300

function cut(userAgent: string | null): string | null {
  return userAgent === null ? null : userAgent.slice(0, userAgentMax)
}

function masked(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(redact(value))
}
