import { sql } from 'kysely'
import { type Database, openDatabase, type Tx } from '../db.ts'
import { backupErrors } from './errors.ts'

/** Opens a database under a name that tells an operator's tool from a running Reeve. */
export async function withOperator<T>(url: string, body: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, connectionsMax: 2, applicationName: 'reeve-operator' })
  try {
    return await body(database)
  } finally {
    await database.close()
  }
}

/** Refuses while a Reeve is connected: it would write to what is being replaced, or to what was left behind. */
export async function assertAlone(tx: Tx): Promise<void> {
  const others = await sql<{ count: number }>`
    select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name in ('reeve', 'reeve-jobs')
  `.execute(tx)
  const count = others.rows[0]?.count ?? 0
  if (count > 0)
    throw backupErrors.database_in_use(
      `Reeve has ${count} connections to this database. Stop every "reeve serve" and "reeve worker" on it, and run this again.`,
    )
}

export async function assertEmpty(tx: Tx): Promise<void> {
  const tables = await listOwnTables(tx)
  if (tables.length === 0) return
  throw backupErrors.database_not_empty(
    `The database holds tables already (${tables.slice(0, 3).join(', ')}${tables.length > 3 ? ` and ${tables.length - 3} more` : ''}). Choose an empty one; a restore can also replace what is there.`,
  )
}

/** Drops all tables and routines of Reeve's schemas, but nothing that belongs to an extension. */
export async function dropEverything(tx: Tx): Promise<void> {
  const tables = await listOwnTables(tx)
  if (tables.length > 0) await sql`drop table ${sql.raw(tables.join(', '))} cascade`.execute(tx)
  const routines = await sql<{ name: string }>`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  `.execute(tx)
  for (const { name } of routines.rows) await sql`drop routine ${sql.raw(name)} cascade`.execute(tx)
  // The migrations make both anew.
  await sql`drop schema if exists reeve_scoped cascade`.execute(tx)
  await sql`drop schema if exists pgboss cascade`.execute(tx)
}

async function listOwnTables(tx: Tx): Promise<string[]> {
  const found = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1
  `.execute(tx)
  return found.rows.map(({ name }) => name)
}
