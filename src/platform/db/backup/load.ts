import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../db.ts'
import type { Migration } from '../migration-files.ts'
import { migrateInside } from '../migrate.ts'
import { pinTextFormats } from './dump.ts'
import { backupErrors } from './errors.ts'
import type { BackupHead, BackupLine, TableHead } from './backup-format.ts'

export type LoadOptions = {
  readonly migrations: readonly Migration[]
  /** Queued and failed jobs: taken over when a database moves, left out when an old backup is restored. */
  readonly jobs: 'take_over' | 'leave_out'
  /** Stop at the backup's schema instead of migrating on to this release's: to compare what was loaded. */
  readonly keepSchema?: boolean
}

export type LoadedTable = { readonly schema: 'public' | 'pgboss'; readonly table: string; readonly rows: number; readonly sha256: string }
export type Loaded = { readonly head: BackupHead; readonly tables: readonly LoadedTable[] }

const INSERT_ROWS = 1000

/**
 * Rebuilds a database from a backup inside the caller's transaction, which must hold nothing of ours: migrates to the
 * backup's schema, loads every table, checks each against its count and hash, and migrates on. Anything amiss throws.
 * Foreign keys are taken off while loading and put back afterwards, which checks them all.
 */
export async function loadDatabase(tx: Tx, lines: AsyncIterator<BackupLine>, options: LoadOptions): Promise<Loaded> {
  await pinTextFormats(tx)
  const head = await readHead(lines)
  const base = migrationsOf(head, options.migrations)
  await migrateInside(tx, base)
  const restoreKeys = await takeOffForeignKeys(tx)
  await emptyTables(tx)
  const tables = await loadTables(tx, lines, options)
  await restoreKeys()
  await advanceSequences(tx)
  if (options.keepSchema !== true) await migrateInside(tx, options.migrations)
  return { head, tables }
}

async function readHead(lines: AsyncIterator<BackupLine>): Promise<BackupHead> {
  const first = await lines.next()
  if (first.done === true || first.value.kind !== 'head')
    throw backupErrors.backup_damaged('The backup does not begin with its head: it is empty, or no backup of Reeve.')
  return first.value
}

function migrationsOf(head: BackupHead, known: readonly Migration[]): Migration[] {
  return head.migrations.map(({ version, name, checksum }) => {
    const ours = known.find((migration) => migration.version === version)
    if (ours === undefined) {
      throw backupErrors.backup_too_new(
        `The backup was made by release ${head.release} with schema ${name}, which this release does not know (its newest is ${known.at(-1)?.name}). Restore it with that release or a newer one.`,
      )
    }
    if (ours.checksum !== checksum)
      throw backupErrors.backup_damaged(`The backup's migration ${name} is not the one of this release: it was made by a changed build.`)
    return ours
  })
}

async function loadTables(tx: Tx, lines: AsyncIterator<BackupLine>, { jobs }: LoadOptions): Promise<LoadedTable[]> {
  const loaded: LoadedTable[] = []
  for (;;) {
    const line = await lines.next()
    if (line.done === true) throw backupErrors.backup_damaged('The backup has no end: it was cut off. Use another one.')
    if (line.value.kind === 'end') {
      const rows = loaded.reduce((sum, table) => sum + table.rows, 0)
      if (loaded.length !== line.value.tables || rows !== line.value.rows)
        throw backupErrors.backup_damaged(
          `The backup says ${line.value.tables} tables and ${line.value.rows} rows, and holds ${loaded.length} and ${rows}.`,
        )
      return loaded
    }
    if (line.value.kind !== 'table') throw backupErrors.backup_damaged('The backup is out of order: a table was expected.')
    loaded.push(await loadTable(tx, { head: line.value, lines, isLeftOut: line.value.schema === 'pgboss' && jobs === 'leave_out' }))
  }
}

type TableLoad = { readonly head: TableHead; readonly lines: AsyncIterator<BackupLine>; readonly isLeftOut: boolean }

async function loadTable(tx: Tx, { head, lines, isLeftOut }: TableLoad): Promise<LoadedTable> {
  const hash = createHash('sha256')
  let rows = 0
  let batch: string[] = []
  const flush = async () => {
    if (batch.length > 0 && !isLeftOut) await insertRows(tx, head, batch)
    batch = []
  }
  for (;;) {
    const line = await lines.next()
    if (line.done === true || (line.value.kind !== 'row' && line.value.kind !== 'table_end'))
      throw backupErrors.backup_damaged(`The backup breaks off in table ${head.table}.`)
    if (line.value.kind === 'table_end') {
      await flush()
      const sha256 = hash.digest('hex')
      if (line.value.rows !== rows || line.value.sha256 !== sha256)
        throw backupErrors.backup_damaged(`Table ${head.table} of the backup was damaged: its rows do not match their count and hash.`)
      return { schema: head.schema, table: head.table, rows, sha256 }
    }
    hash.update(line.value.json).update('\n')
    rows += 1
    batch.push(line.value.json)
    if (batch.length === INSERT_ROWS) await flush()
  }
}

async function insertRows(tx: Tx, { schema, table, columns }: TableHead, rows: readonly string[]): Promise<void> {
  const target = sql.table(`${schema}.${table}`)
  const names = sql.join(columns.map((name) => sql.ref(name)))
  await sql`
    insert into ${target} (${names}) overriding system value
    select ${names} from json_populate_recordset(null::${target}, ${`[${rows.join(',')}]`}::json)
    ${schema === 'pgboss' ? sql`on conflict do nothing` : sql``}
  `.execute(tx)
}

async function takeOffForeignKeys(tx: Tx): Promise<() => Promise<void>> {
  const keys = await sql<{ table: string; name: string; definition: string }>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace
  `.execute(tx)
  for (const { table, name } of keys.rows) await sql`alter table ${sql.raw(table)} drop constraint ${sql.ref(name)}`.execute(tx)
  return async () => {
    for (const { table, name, definition } of keys.rows)
      await sql`alter table ${sql.raw(table)} add constraint ${sql.ref(name)} ${sql.raw(definition)}`.execute(tx)
  }
}

/** Rows that migrations wrote themselves are in the backup too. */
async function emptyTables(tx: Tx): Promise<void> {
  const tables = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'schema_migration'
  `.execute(tx)
  if (tables.rows.length > 0) await sql`truncate ${sql.raw(tables.rows.map(({ name }) => name).join(', '))}`.execute(tx)
}

async function advanceSequences(tx: Tx): Promise<void> {
  const owned = await sql<{ sequence: string; table: string; column: string }>`
    select s.oid::regclass::text as sequence, d.refobjid::regclass::text as table, a.attname as column
    from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i') and d.refclassid = 'pg_class'::regclass
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace
  `.execute(tx)
  for (const { sequence, table, column } of owned.rows) {
    await sql`select setval(${sequence}::regclass, coalesce(max(${sql.ref(column)}), 0) + 1, false) from ${sql.raw(table)}`.execute(tx)
  }
}
