import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'

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
  readonly userAgent: string | null
}

export type AuditFilter = {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  /** First part of the subject: `account`, `token`. */
  readonly subjectKind?: string | undefined
  readonly result?: string | undefined
  /** Twelve digits: what happened to the account, or names it before or after. */
  readonly account?: string | undefined
  /** `o-…`, likewise. */
  readonly organization?: string | undefined
  readonly requestId?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Anywhere in an event, whatever its case. */
  readonly text?: string | undefined
}

type Page = { readonly limit: number; readonly beforeId?: number | undefined }
type Row = Omit<AuditEvent, 'id'> & { readonly id: number }

/** Newest first, at most `limit`, those before event `beforeId` when given. `actor`, `action` and `subject` ending in `*` match by prefix. */
export async function listAuditEvents(db: Db | Tx, filter: AuditFilter, { limit, beforeId }: Page): Promise<AuditEvent[]> {
  const older = beforeId === undefined ? [] : [sql<boolean>`id < ${beforeId}`]
  const { rows } = await sql<Row>`
    select id, at, actor, actor_kind as "actorKind", action, subject, result, before, after, request_id as "requestId", source,
      user_agent as "userAgent"
    from audit_event where ${all([...conditionsOf(filter), ...older])} order by id desc limit ${limit}`.execute(db)
  return rows
}

/** How many events a filter finds. Reads them all: for a person who waits, not for every page. */
export async function countAuditEvents(db: Db | Tx, filter: AuditFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from audit_event where ${all(conditionsOf(filter))}`.execute(db)
  return rows[0]?.count ?? 0
}

function all(conditions: readonly RawBuilder<boolean>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

function conditionsOf(filter: AuditFilter): RawBuilder<boolean>[] {
  const { actor, action, subject, subjectKind, result, account, organization, requestId, since, until, text } = filter
  return [
    ...(actor === undefined ? [] : [matching('actor', actor)]),
    ...(action === undefined ? [] : [matching('action', action)]),
    ...(subject === undefined ? [] : [matching('subject', subject)]),
    ...(subjectKind === undefined ? [] : [sql<boolean>`split_part(subject, ':', 1) = ${subjectKind}`]),
    ...(result === undefined ? [] : [sql<boolean>`result = ${result}`]),
    ...(account === undefined ? [] : [concerning(`account:${account}`, account)]),
    ...(organization === undefined ? [] : [concerning(`organization:${organization}`, organization)]),
    ...(requestId === undefined ? [] : [sql<boolean>`request_id = ${requestId}`]),
    ...(since === undefined ? [] : [sql<boolean>`at >= ${since}`]),
    ...(until === undefined ? [] : [sql<boolean>`at < ${until}`]),
    ...(text === undefined ? [] : [containing(text)]),
  ]
}

function matching(column: 'actor' | 'action' | 'subject', pattern: string): RawBuilder<boolean> {
  if (!pattern.endsWith('*')) return sql<boolean>`${sql.ref(column)} = ${pattern}`
  return sql<boolean>`${sql.ref(column)} like ${`${literally(pattern.slice(0, -1))}%`}`
}

/** The id as a whole word, so that one account's digits inside a longer number are not taken for it. */
function concerning(subject: string, id: string): RawBuilder<boolean> {
  const word = `(^|[^A-Za-z0-9-])${id.replaceAll(/[^A-Za-z0-9-]/g, '')}($|[^A-Za-z0-9-])`
  return sql<boolean>`(subject = ${subject} or before::text ~ ${word} or after::text ~ ${word})`
}

function containing(text: string): RawBuilder<boolean> {
  const pattern = `%${literally(text)}%`
  return sql<boolean>`concat_ws(' ', actor, action, subject, source, user_agent, request_id, before::text, after::text) ilike ${pattern}`
}

function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)
}
