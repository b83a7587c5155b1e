import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { z } from 'zod'
import { createSealer, sealedAad } from '#platform/crypto/sealer.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import { assertKeysMatch } from '#platform/crypto/rotate-keys.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { listJobs } from '#platform/jobs/job-admin.ts'
import { createJobs } from '#platform/jobs/jobs.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { type Db, openDatabase } from '../db.ts'
import { createBackup } from './create-backup.ts'
import { dumpDatabase } from './dump.ts'
import { moveDatabase } from './move-database.ts'
import { restoreBackup } from './restore-backup.ts'
import { verifyBackup } from './verify-backup.ts'

const options = { release: '0.1.0-test', now: () => new Date('2026-11-21T00:00:00Z') }
const masterKey = generateMasterKey()
const NASTY = [
  'tab\there',
  'line\nbreak\r\n',
  'U+2028 \u2028 and \u2029',
  '\\N',
  '"quotes" \'and\' \\backslashes\\',
  '{"json": [1,2]}',
  'Zürich 東京 🏟',
  ' ',
  'null',
]

let directory: string
let source: TestDatabase
before(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'reeve-backup-'))
  source = await createTestDatabase()
  await fillDatabase(source)
})
after(async () => {
  rmSync(directory, { recursive: true })
  await source.close()
})

test('a backup verifies, restores to exactly what was there, and can only be read by its owner', async () => {
  const file = path.join(directory, 'whole.reeve')
  const summary = await createBackup(source.db, file, options)
  assert.ok(summary.rows > 1000)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(summary.bytes, statSync(file).size)
  const verified = await verifyBackup(file, source.url)
  assert.deepEqual(verified, summary)

  const target = await createEmptyDatabase()
  try {
    const restored = await restoreBackup(target.url, file, { replace: false })
    assert.equal(restored.rows, summary.rows)
    assert.deepEqual(await contents(target.db), await contents(source.db))
    // What follows a restore must work: keys go on after the last one, foreign keys hold.
    await insertOrganization(target.db, { organization_id: 'o-afterrestore' })
    await assert.rejects(insertAccount(target.db, { account_id: '999999999999', organization_uid: crypto.randomUUID() }), /foreign key/)
  } finally {
    await target.close()
  }
})

test('verifying leaves no scratch database behind, whether it succeeds or not', async () => {
  const file = path.join(directory, 'scratch.reeve')
  await createBackup(source.db, file, options)
  await verifyBackup(file, source.url)
  const broken = path.join(directory, 'scratch-broken.reeve')
  writeFileSync(
    broken,
    gzipSync(
      gunzipSync(readFileSync(file))
        .toString()
        .replace(/AnyCompany/, 'OtherCompany'),
    ),
  )
  await assert.rejects(verifyBackup(broken, source.url), { code: 'backup_damaged' })
  const left = await sql`select datname from pg_database where datname like 'reeve\_scratch\_%'`.execute(source.db)
  assert.deepEqual(left.rows, [])
})

test('secrets stay sealed in a backup, the master key is not in it, and with the key they open after a restore', async () => {
  const file = path.join(directory, 'sealed.reeve')
  await createBackup(source.db, file, options)
  const text = gunzipSync(readFileSync(file)).toString()
  assert.ok(!text.includes('canary-external-id') && !text.includes(masterKey))
  const target = await createEmptyDatabase()
  try {
    await restoreBackup(target.url, file, { replace: false })
    const row = await target.db
      .selectFrom('organization')
      .select(['id', 'org_external_id_sealed'])
      .where('org_external_id_sealed', 'is not', null)
      .executeTakeFirstOrThrow()
    const ring = openKeyRing({ kind: 'given', text: masterKey })
    await assertKeysMatch(target.db, ring)
    assert.equal(
      createSealer(ring).open(row.org_external_id_sealed!, sealedAad('organization', row.id, 'org_external_id')),
      'canary-external-id',
    )
    await assert.rejects(assertKeysMatch(target.db, openKeyRing({ kind: 'given', text: generateMasterKey() })), {
      code: 'master_key_wrong',
    })
  } finally {
    await target.close()
  }
})

test('a backup is one moment: what is committed while it is written is not in it', async () => {
  const lines: string[] = []
  let isChanged = false
  await dumpDatabase(source.db, options, async (batch) => {
    lines.push(...batch.map((line) => (line.kind === 'row' ? line.json : JSON.stringify(line))))
    if (isChanged) return
    isChanged = true
    await insertLate(source.url)
  })
  assert.ok(!lines.some((line) => line.includes('written-during-backup')))
  await sql`delete from lease where key = 'written-during-backup'`.execute(source.db)
})

test('a file that was cut off, changed, or is something else is refused, and the target stays as it was', async () => {
  const file = path.join(directory, 'good.reeve')
  await createBackup(source.db, file, options)
  const bytes = readFileSync(file)
  const text = gunzipSync(bytes).toString()
  const lines = text.split('\n')
  const damaged: Record<string, Buffer> = {
    'cut-off.gz': bytes.subarray(0, bytes.length - 20),
    'without-end.gz': gzipSync(lines.slice(0, -2).join('\n') + '\n'),
    'half-a-table.gz': gzipSync(lines.slice(0, 40).join('\n') + '\n'),
    'a-row-less.gz': gzipSync(
      lines
        .toSpliced(
          lines.findIndex((line) => line.startsWith('\t')),
          1,
        )
        .join('\n'),
    ),
    'a-value-changed.gz': gzipSync(text.replace('AnyCompany', 'OtherCompany')),
    'something-else.gz': gzipSync('hello\n'),
    'not-gzip.gz': Buffer.from('hello'),
    'empty.gz': Buffer.alloc(0),
  }
  const target = await createTestDatabase()
  try {
    await target.db
      .insertInto('lease')
      .values({ key: 'stays', holder: 'h', expires_at: new Date(0) })
      .execute()
    const before = await contents(target.db)
    for (const [name, content] of Object.entries(damaged)) {
      writeFileSync(path.join(directory, name), content)
      await assert.rejects(restoreBackup(target.url, path.join(directory, name), { replace: true }), { code: 'backup_damaged' }, name)
      await assert.rejects(verifyBackup(path.join(directory, name), source.url), { code: 'backup_damaged' }, name)
    }
    await assert.rejects(restoreBackup(target.url, path.join(directory, 'missing'), { replace: true }), { code: 'backup_not_readable' })
    assert.deepEqual(await contents(target.db), before)
  } finally {
    await target.close()
  }
})

test('restoring over contents needs to be asked for, replaces all of it, and leaves out the jobs that were queued then', async () => {
  const file = path.join(directory, 'replacing.reeve')
  await createBackup(source.db, file, options)
  const target = await createTestDatabase()
  try {
    await target.db
      .insertInto('lease')
      .values({ key: 'given up', holder: 'h', expires_at: new Date(0) })
      .execute()
    await assert.rejects(restoreBackup(target.url, file, { replace: false }), { code: 'database_not_empty' })
    await restoreBackup(target.url, file, { replace: true })
    assert.deepEqual(await contents(target.db), await contents(source.db))
    assert.deepEqual(await listJobs(target.db, { limit: 10 }), [])
  } finally {
    await target.close()
  }
})

test('a restore is refused while a Reeve is connected', async () => {
  const file = path.join(directory, 'in-use.reeve')
  await createBackup(source.db, file, options)
  const target = await createTestDatabase()
  const reeve = await createJobs({ url: target.url, jobs: [], supervise: false })
  try {
    await assert.rejects(restoreBackup(target.url, file, { replace: true }), { code: 'database_in_use', message: /Stop every/ })
  } finally {
    await reeve.stop()
    await target.close()
  }
})

test('a backup of a newer release is refused, naming both', async () => {
  const file = path.join(directory, 'newer.reeve')
  await createBackup(source.db, file, options)
  const [head, ...rest] = gunzipSync(readFileSync(file)).toString().split('\n')
  const newer = JSON.parse(head!) as { release: string; migrations: object[] }
  newer.release = '9.9.9'
  newer.migrations.push({ version: 9999, name: '9999_from_tomorrow', checksum: 'x' })
  writeFileSync(path.join(directory, 'tomorrow.reeve'), gzipSync([JSON.stringify(newer), ...rest].join('\n')))
  const target = await createEmptyDatabase()
  try {
    await assert.rejects(restoreBackup(target.url, path.join(directory, 'tomorrow.reeve'), { replace: false }), {
      code: 'backup_too_new',
      message: /9\.9\.9.*9999_from_tomorrow/,
    })
  } finally {
    await target.close()
  }
})

test('a backup never replaces a file, and one that fails leaves nothing behind', async () => {
  const file = path.join(directory, 'taken.reeve')
  writeFileSync(file, 'precious')
  await assert.rejects(createBackup(source.db, file, options), { code: 'backup_not_writable' })
  assert.equal(readFileSync(file, 'utf8'), 'precious')
  await assert.rejects(createBackup(source.db, path.join(directory, 'no/such/place.reeve'), options), {
    code: 'backup_not_writable',
    message: /ENOENT/,
  })
  const place = mkdtempSync(path.join(directory, 'failing-'))
  const now = () => {
    throw new Error('no clock')
  }
  await assert.rejects(createBackup(source.db, path.join(place, 'x.reeve'), { ...options, now }), /no clock/)
  assert.deepEqual(readdirSync(place), [])
})

test('moving a database takes everything along, queued jobs included, and leaves the source as it was', async () => {
  const target = await createEmptyDatabase()
  try {
    const before = await contents(source.db)
    const summary = await moveDatabase(source.url, target.url, options)
    assert.ok(summary.rows > 1000)
    assert.deepEqual(await contents(target.db), before)
    assert.deepEqual(await contents(source.db), before)
    const jobs = await listJobs(target.db, { limit: 10 })
    assert.deepEqual(
      jobs.map(({ name, state, payload }) => ({ name, state, payload })),
      [{ name: 'test.backup', state: 'queued', payload: { n: 7 } }],
    )
    await assert.rejects(moveDatabase(source.url, target.url, options), { code: 'database_not_empty' })
  } finally {
    await target.close()
  }
})

async function fillDatabase({ db, url }: TestDatabase): Promise<void> {
  const ring = openKeyRing({ kind: 'given', text: masterKey })
  await assertKeysMatch(db, ring)
  const organization = await insertOrganization(db, { organization_id: 'o-abcdefghij' })
  await db
    .updateTable('organization')
    .set({
      org_external_id_sealed: createSealer(ring).seal('canary-external-id', sealedAad('organization', organization, 'org_external_id')),
    })
    .where('id', '=', organization)
    .execute()
  for (const [index, name] of NASTY.entries())
    await insertAccount(db, {
      account_id: `1000000000${String(index).padStart(2, '0')}`,
      organization_uid: organization,
      name: `AnyCompany ${name}`,
    })
  await sql`insert into lease (key, holder, expires_at) values ('infinite', 'h', 'infinity'), ('before', 'h', '-infinity'), ('micro', 'h', '2026-11-21T01:02:03.123456Z')`.execute(
    db,
  )
  // More than one batch of everything that reads or writes in batches.
  await sql`insert into lease (key, holder, epoch, expires_at) select 'many-' || n, 'h', 9007199254740000 + n, now() from generate_series(1, 2500) n`.execute(
    db,
  )
  const job = defineJob({
    name: 'test.backup',
    summary: '',
    payload: z.strictObject({ n: z.number() }),
    retry: { limit: 3, backoffSeconds: 1 },
    run: async (_: object) => undefined,
  })
  const jobs = await createJobs({ url, jobs: [job], supervise: false })
  await db.transaction().execute((tx) => jobs.enqueue(tx, job, { n: 7 }))
  await jobs.stop()
}

/** Everything of ours, as PostgreSQL writes it, table by table. */
async function contents(db: Db): Promise<unknown> {
  return (await dumpDatabase(db, options, async () => undefined)).filter(({ schema }) => schema === 'public')
}

async function insertLate(url: string): Promise<void> {
  const other = openDatabase({ url, connectionsMax: 1, applicationName: 'reeve-test' })
  await other.db
    .insertInto('lease')
    .values({ key: 'written-during-backup', holder: 'h', expires_at: new Date(0) })
    .execute()
  await other.close()
}
