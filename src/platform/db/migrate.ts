import { sql } from 'kysely'
import { assertServerSuits, findServerFacts } from './check-server.ts'
import type { Db, Tx } from './db.ts'
import { dbErrors } from './errors.ts'
import { type Migration, readMigrations } from './migration-files.ts'

export type AppliedMigration = {
  readonly version: number
  readonly name: string
  readonly checksum: string
  readonly compatibleFrom: number
}

export type MigrationResult = {
  readonly applied: readonly string[]
  /** The newest migration in the database, which may be newer than this release. */
  readonly schemaVersion: number
}

/**
 * Brings the schema to this release's version: each migration in a transaction of its own that takes an advisory lock and
 * claims the version before it runs, so that any number of processes may start at once. Refuses a file that changed after
 * it was applied, a file older than one already applied, a schema that a newer release has contracted beyond this one, and a
 * server that Reeve does not support.
 */
export async function migrate(db: Db, migrations?: readonly Migration[]): Promise<MigrationResult> {
  const known = migrations ?? (await readMigrations())
  const applied: string[] = []
  assertServerSuits(await findServerFacts(db))
  await db.transaction().execute(createLedger)
  for (;;) {
    const name = await db.transaction().execute((tx) => applyNext(tx, known))
    if (name === undefined) break
    applied.push(name)
  }
  return { applied, schemaVersion: (await listAppliedMigrations(db)).at(-1)?.version ?? 0 }
}

/** Like `migrate`, but all or nothing inside the caller's transaction: for a restore that replaces everything at once. */
export async function migrateInside(tx: Tx, migrations: readonly Migration[]): Promise<void> {
  await createLedger(tx)
  while ((await applyNext(tx, migrations)) !== undefined);
}

/** Migrations recorded in the database, oldest first; none when it was never migrated. */
export async function listAppliedMigrations(db: Db | Tx): Promise<AppliedMigration[]> {
  const ledger = await sql<{ present: boolean }>`select to_regclass('public.schema_migration') is not null as present`.execute(db)
  if (ledger.rows[0]?.present !== true) return []
  const found = await sql<AppliedMigration>`
    select version, name, checksum, compatible_from as "compatibleFrom" from public.schema_migration order by version
  `.execute(db)
  return found.rows
}

/** Decides which migration comes next, or refuses with the reason. Undefined when the schema is as new as this release or newer. */
export function planNextMigration(known: readonly Migration[], applied: readonly AppliedMigration[]): Migration | undefined {
  const ours = known.at(-1)?.version ?? 0
  const newest = applied.at(-1)?.version ?? 0
  const oldestAble = applied.at(-1)?.compatibleFrom ?? 0
  if (oldestAble > ours) {
    throw dbErrors.database_too_new(
      `The database is at schema ${show(newest)} and needs a release of at least schema ${show(oldestAble)}; this release has schema ${show(ours)}. Install the newer release again, or restore a backup made before the upgrade.`,
    )
  }
  const byVersion = new Map(applied.map((row) => [row.version, row]))
  for (const migration of known) {
    const row = byVersion.get(migration.version)
    if (row === undefined) {
      if (migration.version < newest && newest <= ours) {
        throw dbErrors.migration_out_of_order(
          `Migration ${migration.name} was never applied, but ${show(newest)} was. Migrations only go forward: give the new one a higher number.`,
        )
      }
      return newest > ours ? undefined : migration
    }
    if (row.checksum !== migration.checksum) {
      throw dbErrors.migration_changed(
        `Migration ${migration.name} differs from the one that was applied to this database as ${row.name}. Applied migrations never change: undo the edit and add a new one.`,
      )
    }
  }
  return undefined
}

async function applyNext(tx: Tx, known: readonly Migration[]): Promise<string | undefined> {
  // Transaction-scoped, so that it also works behind a pooler and cannot outlive a dead process.
  await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
  const applied = await listAppliedMigrations(tx)
  const next = planNextMigration(known, applied)
  if (next === undefined) return undefined

  const compatibleFrom = Math.max(next.compatibleFrom ?? 0, applied.at(-1)?.compatibleFrom ?? 0)
  await sql`
    insert into public.schema_migration (version, name, checksum, compatible_from) values (${next.version}, ${next.name}, ${next.checksum}, ${compatibleFrom})
  `.execute(tx)
  // A table lock that is not granted would make every later query queue behind us: give up instead, the start is retried.
  await sql`set local lock_timeout = '30s'`.execute(tx)
  await sql.raw(next.sql).execute(tx)
  return next.name
}

async function createLedger(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
  await sql`
      create table if not exists public.schema_migration (
        version integer primary key,
        name text not null,
        checksum text not null,
        compatible_from integer not null,
        applied_at timestamptz not null default clock_timestamp()
      )
    `.execute(tx)
}

/** Any fixed number will do; all of Reeve's processes must agree on it. */
const MIGRATION_LOCK = 7_205_759_403

function show(version: number): string {
  return String(version).padStart(4, '0')
}
