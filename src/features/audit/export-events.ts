import { csvRow } from '#lib/csv.ts'
import { type AuditEvent, type AuditFilter, listAuditEvents } from '#platform/audit/list-events.ts'
import type { Db } from '#platform/db/db.ts'
import type { LineType } from '#platform/http/line-stream.ts'

const batch = 1_000
const columns: Readonly<Record<string, (event: AuditEvent) => string | null>> = {
  id: ({ id }) => String(id),
  at: ({ at }) => at.toISOString(),
  actor: ({ actor }) => actor,
  actorKind: ({ actorKind }) => actorKind,
  action: ({ action }) => action,
  subject: ({ subject }) => subject,
  result: ({ result }) => result,
  before: ({ before }) => (before === null ? null : JSON.stringify(before)),
  after: ({ after }) => (after === null ? null : JSON.stringify(after)),
  requestId: ({ requestId }) => requestId,
  source: ({ source }) => source,
  userAgent: ({ userAgent }) => userAgent,
}

/**
 * Every event that matches, newest first, as CSV that no spreadsheet computes or as lines of JSON. One batch is held at a time, and the next
 * is read when that is taken. Events that are written meanwhile are newer than the first, and not in it.
 */
export async function* exportEvents(db: Db, filter: AuditFilter, type: LineType): AsyncGenerator<string> {
  if (type === 'text/csv') yield csvRow(Object.keys(columns))
  for (let beforeId: number | undefined; ;) {
    const events = await listAuditEvents(db, filter, { limit: batch, beforeId })
    if (events.length > 0) yield events.map((event) => lineOf(event, type)).join('')
    if (events.length < batch) return
    beforeId = events.at(-1)?.id
  }
}

function lineOf(event: AuditEvent, type: LineType): string {
  return type === 'text/csv' ? csvRow(Object.values(columns).map((read) => read(event) ?? '')) : `${JSON.stringify(event)}\n`
}
