import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createEmptyDatabase, type TestDatabase } from '#test/support/database.ts'
import { assertServerSuits } from './check-server.ts'
import { openDatabase } from './db.ts'
import { type Migration, parseMigration, readMigrations } from './migration-files.ts'
import { listAppliedMigrations, migrate } from './migrate.ts'
import { describeSchema } from './schema/describe-schema.ts'

const one = parseMigration('0001_create_a.sql', 'create table a (id int primary key);')
const two = parseMigration('0002_create_b.sql', 'create table b (id int primary key);')
const three = parseMigration('0003_add_note.sql', 'alter table a add column note text;')
const dropping = parseMigration('0004_drop_b.sql', '-- compatible-from: 0003\ndrop table b;')

test('four processes that start at once apply every migration exactly once', async () => {
  await withEmpty(async ({ db, url }) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'reeve-migrations-'))
    // Each insert would double if a migration ran twice; each table makes a second creation fail.
    for (let n = 1; n <= 8; n += 1)
      await writeFile(
        path.join(directory, `000${n}_create_t.sql`),
        `create table t${n} (n int); insert into t${n} values (${n}); select pg_sleep(0.01);`,
      )
    const children = [1, 2, 3, 4].map(() => fork(path.join(import.meta.dirname, 'migrate.child.ts'), [url, directory]))
    try {
      await Promise.all(children.map((child) => once(child, 'message')))
      const ends = children.map((child) => once(child, 'message'))
      for (const child of children) child.send('go')
      const applied = (await Promise.all(ends)).map(([message]) => message as { applied?: string[]; error?: string })
      assert.deepEqual(
        applied.filter(({ error }) => error !== undefined),
        [],
      )
      assert.deepEqual(
        applied.flatMap((result) => result.applied ?? []).toSorted(),
        Array.from({ length: 8 }, (_, i) => `000${i + 1}_create_t`),
      )
      const counts = await sql<{
        count: number
      }>`${sql.raw(Array.from({ length: 8 }, (_, i) => `select count(*) from t${i + 1}`).join(' union all '))}`.execute(db)
      assert.deepEqual(
        counts.rows.map(({ count }) => count),
        Array(8).fill(1),
      )
    } finally {
      for (const child of children) child.kill('SIGKILL')
      await rm(directory, { recursive: true })
    }
  })
})

test('migrating again changes nothing', async () => {
  await withEmpty(async ({ db }) => {
    assert.deepEqual(await migrate(db, [one, two]), { applied: ['0001_create_a', '0002_create_b'], schemaVersion: 2 })
    assert.deepEqual(await migrate(db, [one, two]), { applied: [], schemaVersion: 2 })
  })
})

test('a migration that fails leaves no trace, and what came before it stays', async () => {
  await withEmpty(async ({ db }) => {
    const broken = parseMigration('0002_create_b.sql', 'create table b (id int); select 1/0;')
    await assert.rejects(migrate(db, [one, broken]), /division by zero/)
    assert.deepEqual(
      (await listAppliedMigrations(db)).map(({ name }) => name),
      ['0001_create_a'],
    )
    assert.deepEqual((await migrate(db, [one, two])).applied, ['0002_create_b'])
  })
})

test('the release before runs on a schema that was only expanded, and is refused by one that was contracted, naming both versions', async () => {
  await withEmpty(async ({ db }) => {
    await migrate(db, [one, two, three])
    assert.deepEqual(await migrate(db, [one, two]), { applied: [], schemaVersion: 3 })
    await migrate(db, [one, two, three, dropping])
    assert.deepEqual(await migrate(db, [one, two, three]), { applied: [], schemaVersion: 4 })
    await assert.rejects(migrate(db, [one, two]), {
      code: 'database_too_new',
      message: /schema 0004 .* at least schema 0003; this release has schema 0002/,
    })
  })
})

test('an applied migration that was edited, or one that was slipped in before it, is refused', async () => {
  await withEmpty(async ({ db }) => {
    await migrate(db, [one, three])
    const edited: Migration = parseMigration('0001_create_a.sql', 'create table a (id bigint primary key);')
    await assert.rejects(migrate(db, [edited, three]), { code: 'migration_changed' })
    await assert.rejects(migrate(db, [one, two, three]), { code: 'migration_out_of_order' })
  })
})

const destructive = [
  'drop table a',
  'alter table a drop column b',
  'alter table a rename to b',
  'alter table a alter column b type int',
  'alter table a alter b set data type int',
  'alter table a alter column b set not null',
]
for (const statement of destructive) {
  test(`a migration with "${statement}" must say from which schema on nothing relies on what it takes`, () => {
    assert.throws(() => parseMigration('0009_take_away.sql', `${statement};`), /compatible-from/)
    assert.equal(parseMigration('0009_take_away.sql', `-- compatible-from: 0008\n${statement};`).compatibleFrom, 8)
    assert.equal(parseMigration('0009_say_so.sql', `-- ${statement}\nselect '${statement}';`).compatibleFrom, undefined)
  })
}

test('the migrations of this release apply to an empty database', async () => {
  await withEmpty(async ({ db }) => {
    const migrations = await readMigrations()
    assert.equal((await migrate(db)).schemaVersion, migrations.at(-1)?.version)
    assert.ok((await describeSchema(db)).tables.length > 3)
  })
})

test('a server that is too old, too new, not UTF-8 or read-only is refused with its version and what to do', () => {
  const good = { versionNumber: 150_004, version: '15.4', encoding: 'UTF8', isReadOnly: false }
  assertServerSuits(good)
  assertServerSuits({ ...good, versionNumber: 180_004 })
  assert.throws(() => assertServerSuits({ ...good, versionNumber: 140_011, version: '14.11' }), {
    code: 'database_version_unsupported',
    message: /14\.11.*15 to 18/,
  })
  assert.throws(() => assertServerSuits({ ...good, versionNumber: 190_000, version: '19.0' }), { code: 'database_version_unsupported' })
  assert.throws(() => assertServerSuits({ ...good, encoding: 'SQL_ASCII' }), { code: 'database_encoding_unsupported' })
  assert.throws(() => assertServerSuits({ ...good, isReadOnly: true }), { code: 'database_read_only' })
})

test('a server that cannot be reached is an error that says so and does not show the password', async () => {
  const database = openDatabase({ url: 'postgres://u:canary-password@127.0.0.1:1/none' })
  await assert.rejects(
    migrate(database.db),
    (error: Error & { code?: string }) => error.code === 'database_unreachable' && !error.message.includes('canary'),
  )
  await database.close()
})

async function withEmpty(body: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await createEmptyDatabase()
  try {
    await body(database)
  } finally {
    await database.close()
  }
}
