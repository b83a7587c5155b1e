import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'

const keptMax = 500
const kept = new Map<string, { readonly revision: number; readonly count: number }>()

/**
 * How many rows a count finds, counted again only when anything it may depend on was committed since, by whichever process: accounts,
 * badges, tags, what was read of them, organizations. `condition` must not depend on anything else, such as the time. Each scope has counts
 * of its own.
 */
export async function countOncePerChange(db: Db, count: ReturnType<typeof sql<{ count: number }>>): Promise<number> {
  const { rows } = await sql<{ revision: number; place: string }>`
    select reeve_scoped.revision_of('accounts') as revision,
      current_database() || ' ' || coalesce(current_setting('reeve.scope', true), '') as place`.execute(db)
  // Before counting: what changes meanwhile makes the count outdated at once.
  const { revision, place } = rows[0]!
  const { sql: text, parameters } = count.compile(db)
  const key = createHash('sha256')
    .update(JSON.stringify([place, text, parameters]))
    .digest('base64')
  const known = kept.get(key)
  if (known?.revision === revision) return known.count
  const counted = (await count.execute(db)).rows[0]!.count
  kept.delete(key)
  if (kept.size >= keptMax) kept.delete(kept.keys().next().value!)
  kept.set(key, { revision, count: counted })
  return counted
}
