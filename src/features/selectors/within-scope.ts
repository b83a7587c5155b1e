import { sql } from 'kysely'
import type { Selector } from '#lib/selector/index.ts'
import type { Db } from '#platform/db/db.ts'
import { selectorCondition } from './selector-sql.ts'

/**
 * Runs `body` with a database that holds only what the scope selects: every query on the estate, whoever wrote it, meets the views of
 * `reeve_scoped` instead of the tables. Which accounts those are is asked anew each time, and an account that cannot be decided is not
 * among them. One connection serves the whole of `body`, and is as before when it ends.
 */
export async function withinScope<T>(db: Db, scope: Selector, body: (narrowed: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    try {
      await sql`select length(set_config('reeve.scope', coalesce((select string_agg(account.id::text, ',') from account where ${selectorCondition(scope)}), ''), false)),
        set_config('search_path', 'reeve_scoped, ' || current_setting('search_path'), false)`.execute(connection)
      return await body(connection)
    } finally {
      // A connection that cannot even do this is broken, and its pool throws it away.
      await sql`reset search_path`.execute(connection)
      await sql`reset reeve.scope`.execute(connection)
    }
  })
}
