import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../db.ts'
import { listAppliedMigrations } from '../migrate.ts'
import type { BackupHead, LineSink } from './backup-format.ts'

export type DumpOptions = { readonly release: string; readonly now: () => Date }
export type DumpedTable = { readonly schema: 'public' | 'pgboss'; readonly table: string; readonly rows: number; readonly sha256: string }

/** Rows fetched at once: what is held in memory. */
const FETCH_ROWS = 1000
/** What is not in every backup: the ledger is rebuilt by migrating, and the queue's bookkeeping by pg-boss. */
const LEDGER = 'schema_migration'
const OWN_QUEUES = sql`name not like '\\_\\_pgboss\\_\\_%'`
/** Jobs that are over are history of the queue, not state: a week later they would be gone anyway. */
const QUEUE_FILTERS: Readonly<Record<string, RawBuilder<unknown>>> = {
  queue: sql`where ${OWN_QUEUES}`,
  schedule: sql`where ${OWN_QUEUES}`,
  job: sql`where ${OWN_QUEUES} and (state < 'completed' or state = 'failed')`,
}
const QUEUE_TABLES = Object.keys(QUEUE_FILTERS)

/**
 * Writes the whole database to `sink` from one snapshot, while others go on writing. Rows come in the order of their primary
 * key, so that equal contents give equal hashes. Sealed secrets stay sealed: no master key is needed and none is included.
 */
export async function dumpDatabase(db: Db, options: DumpOptions, sink: LineSink): Promise<DumpedTable[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await pinTextFormats(tx)
      await sink([await describeBackup(tx, options)])
      const tables: DumpedTable[] = []
      for (const table of await listDumpedTables(tx)) tables.push(await dumpTable(tx, table, sink))
      await sink([{ kind: 'end', tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) }])
      return tables
    })
}

/** Whatever the server's settings, values are written the same way, and read back by `load.ts` under the same. */
export async function pinTextFormats(tx: Tx): Promise<void> {
  await sql
    .raw(
      `set local timezone = 'UTC'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex'; set local extra_float_digits = 1`,
    )
    .execute(tx)
}

type DumpableTable = {
  readonly schema: 'public' | 'pgboss'
  readonly table: string
  readonly columns: string[]
  readonly orderBy: string[]
}

async function describeBackup(tx: Tx, { release, now }: DumpOptions): Promise<BackupHead> {
  const migrations = (await listAppliedMigrations(tx)).map(({ version, name, checksum }) => ({ version, name, checksum }))
  const server = await sql<{ version: string; hasQueue: boolean }>`
    select current_setting('server_version') as version, to_regclass('pgboss.version') is not null as "hasQueue"
  `.execute(tx)
  const { version, hasQueue } = server.rows[0]!
  const queue = hasQueue ? await sql<{ version: number }>`select version from pgboss.version`.execute(tx) : undefined
  return {
    kind: 'head',
    format: 1,
    createdAt: now().toISOString(),
    release,
    postgres: version,
    migrations,
    queueVersion: queue?.rows[0]?.version ?? null,
  }
}

/** Ordinary tables of ours (a partitioned one by its name, not by its parts) and what matters of the queue. */
async function listDumpedTables(tx: Tx): Promise<DumpableTable[]> {
  const found = await sql<DumpableTable>`
    select n.nspname as schema, c.relname as table,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select json_agg(a.attname order by k.position) from pg_index i, unnest(i.indkey) with ordinality as k(attnum, position), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum), '[]') as "orderBy"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and ((n.nspname = 'public' and c.relname <> ${LEDGER} and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e'))
        or (n.nspname = 'pgboss' and c.relname = any(${QUEUE_TABLES})))
    order by n.nspname = 'pgboss', case c.relname when 'queue' then 0 when 'schedule' then 1 else 2 end, c.relname collate "C"
  `.execute(tx)
  return found.rows
}

async function dumpTable(tx: Tx, { schema, table, columns, orderBy }: DumpableTable, sink: LineSink): Promise<DumpedTable> {
  await sink([{ kind: 'table', schema, table, columns }])
  const hash = createHash('sha256')
  // As text under one collation: the order must not depend on the server's.
  const order = orderBy.length > 0 ? sql.join(orderBy.map((name) => sql`${sql.ref(name)}::text collate "C"`)) : sql`t::text collate "C"`
  const filter = schema === 'pgboss' ? QUEUE_FILTERS[table]! : sql``
  // A line break can only be white space between JSON tokens here: inside of a text it is escaped.
  await sql`
    declare dump no scroll cursor for select translate(row_to_json(d)::text, E'\n\r', '  ') as json
    from (select ${sql.join(columns.map((name) => sql.ref(name)))} from ${sql.table(`${schema}.${table}`)} t ${filter} order by ${order}) d
  `.execute(tx)
  let rows = 0
  for (;;) {
    const batch = (await sql<{ json: string }>`fetch ${sql.raw(String(FETCH_ROWS))} from dump`.execute(tx)).rows
    if (batch.length === 0) break
    for (const { json } of batch) hash.update(json).update('\n')
    rows += batch.length
    await sink(batch.map(({ json }) => ({ kind: 'row', json })))
  }
  await sql`close dump`.execute(tx)
  const sha256 = hash.digest('hex')
  await sink([{ kind: 'table_end', rows, sha256 }])
  return { schema, table, rows, sha256 }
}
