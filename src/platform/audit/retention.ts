import { sql } from 'kysely'
import { recordAudit } from './audit.ts'
import type { Db } from '../db/db.ts'

type RetentionDeps = { readonly db: Db; readonly now: () => Date }
const dayMs = 86_400_000
const batchEvents = 5_000
/** A sink that is behind still has to be given the event: an outage must not make it lose any. */
const waitingSink = sql`select 1 from audit_sink k join audit_sink_progress p on p.sink_id = k.id
  where k.is_enabled and k.sends_events and p.event_position < s.position`

/**
 * Removes events whose time is up, by the longest pattern that fits each; their seals stay, so that the chain still closes. What was
 * removed is itself told in the trail, and the events that tell so are never removed. Safe to repeat.
 */
export async function pruneAudit({ db, now }: RetentionDeps, signal: AbortSignal): Promise<number> {
  const rules = await db.selectFrom('audit_retention').select(['pattern', 'days']).execute()
  let total = 0
  for (const { pattern, days } of rules) {
    const narrower = rules.map((rule) => rule.pattern).filter((other) => other.length > pattern.length)
    for (;;) {
      if (signal.aborted) return total
      const count = await pruneBatch({ db, now }, { pattern, narrower, before: new Date(now().getTime() - days * dayMs) })
      total += count
      if (count < batchEvents) break
    }
  }
  return total
}

async function pruneBatch(
  { db, now }: RetentionDeps,
  { pattern, narrower, before }: { readonly pattern: string; readonly narrower: readonly string[]; readonly before: Date },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const at = now()
    const others = narrower.map((other) => sql`e.action not like ${likeOf(other)}`)
    const { rows } = await sql<{ event_id: number }>`
      with due as (
        select e.id from audit_event e join audit_seal s on s.event_id = e.id
        where e.action like ${likeOf(pattern)} and e.action not like 'audit.%' and e.at < ${before} and ${others.length === 0 ? sql`true` : sql.join(others, sql` and `)}
          and not exists (${waitingSink})
        order by e.id limit ${batchEvents}
      ), gone as (delete from audit_event where id in (select id from due) returning id)
      update audit_seal set pruned_at = ${at} where event_id in (select id from gone) returning event_id`.execute(tx)
    if (rows.length > 0) {
      await recordAudit(tx, {
        actor: { kind: 'system', id: 'system:retention' },
        action: 'audit.pruned',
        subject: `audit:${pattern}`,
        after: { events: rows.length, before },
        at,
      })
    }
    return rows.length
  })
}

function likeOf(pattern: string): string {
  const escaped = pattern.replace(/\*$/, '').replaceAll(/[\\%_]/g, (special) => `\\${special}`)
  return pattern.endsWith('*') ? `${escaped}%` : escaped
}
