import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from './db.ts'

/** A few answers per person at work; each is a number, or a row per place of a tree. */
const keptMax = 500
const kept = new Map<string, { readonly revision: number; readonly rows: readonly unknown[] }>()

/**
 * The rows of a query about accounts, asked again only when anything it may depend on was committed since, by whichever process: accounts,
 * badges, tags, what was read of them, organizations. The query must not depend on anything else, such as the time, and its answer must be
 * small. Each scope has answers of its own.
 */
export async function readOncePerChange<Row>(db: Db | Tx, query: RawBuilder<Row>): Promise<readonly Row[]> {
  const { rows } = await sql<{ revision: number; place: string }>`
    select reeve_scoped.revision_of('accounts') as revision,
      current_database() || ' ' || coalesce(current_setting('reeve.scope', true), '') as place`.execute(db)
  // Before asking: what changes meanwhile makes the answer outdated at once.
  const { revision, place } = rows[0]!
  const { sql: text, parameters } = query.compile(db)
  const key = createHash('sha256')
    .update(JSON.stringify([place, text, parameters]))
    .digest('base64')
  const known = kept.get(key)
  if (known?.revision === revision) return known.rows as readonly Row[]
  const found = (await query.execute(db)).rows
  kept.delete(key)
  if (kept.size >= keptMax) kept.delete(kept.keys().next().value!)
  kept.set(key, { revision, rows: found })
  return found
}
