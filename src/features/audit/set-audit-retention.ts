import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'

export type RetentionRule = { readonly pattern: string; readonly days: number }

/** Replaces every rule. The next nightly pass goes by it; of one pattern named twice the longer time counts. */
export async function setAuditRetention(
  { db, now }: { readonly db: Db; readonly now: () => Date },
  actor: Actor,
  rules: readonly RetentionRule[],
): Promise<void> {
  const days = new Map<string, number>()
  for (const rule of rules) days.set(rule.pattern, Math.max(rule.days, days.get(rule.pattern) ?? 0))
  await db.transaction().execute(async (tx) => {
    const at = now()
    const before = await tx.deleteFrom('audit_retention').returning(['pattern', 'days']).execute()
    const rows = [...days].map(([pattern, kept]) => ({ pattern, days: kept, updated_at: at, updated_by: actor.id }))
    if (rows.length > 0) await tx.insertInto('audit_retention').values(rows).execute()
    await recordAudit(tx, { actor, action: 'audit.retention_set', subject: 'audit', before, after: Object.fromEntries(days), at })
  })
}
