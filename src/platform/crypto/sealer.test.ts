import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { openKeyRing } from './key-ring.ts'
import { assertKeysMatch, listSealedColumns, rotateKeys } from './rotate-keys.ts'
import { createSealer, keyIdOf, sealedAad } from './sealer.ts'
import { generateMasterKey } from './sealing-key.ts'

const [OLD, NEW] = [generateMasterKey(), generateMasterKey()]
const ringOf = (...keys: string[]) => openKeyRing({ kind: 'given', text: keys.join(',') })

let directory: string
let database: TestDatabase
before(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'reeve-keys-'))
  database = await createTestDatabase()
})
after(async () => {
  rmSync(directory, { recursive: true })
  await database.close()
})

test('what is sealed for a place opens there and nowhere else, whatever the secret', () => {
  const sealer = createSealer(ringOf(OLD))
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (secret, place, elsewhere) => {
      const sealed = sealer.seal(secret, place)
      assert.equal(sealer.open(sealed, place), secret)
      if (place !== elsewhere) assert.throws(() => sealer.open(sealed, elsewhere), { code: 'sealed_value_damaged' })
    }),
  )
})

test('a sealed value that was changed anywhere does not open', () => {
  const sealer = createSealer(ringOf(OLD))
  const sealed = sealer.seal('AKIA-secret', 'a:b:c')
  for (let index = 0; index < sealed.length; index += 1) {
    const flipped = sealed[index] === 'A' ? 'B' : 'A'
    const changed = sealed.slice(0, index) + flipped + sealed.slice(index + 1)
    // The last character of base64url may hold bits that mean nothing.
    if (
      Buffer.from(changed.split('.')[3] ?? '', 'base64url').equals(Buffer.from(sealed.split('.')[3]!, 'base64url')) &&
      index > sealed.lastIndexOf('.')
    )
      continue
    assert.throws(() => sealer.open(changed, 'a:b:c'), { name: 'AppError' }, `changed at ${index}`)
  }
})

test('sealing the same secret twice gives two values, and neither holds the secret', () => {
  const sealer = createSealer(ringOf(OLD))
  const [one, two] = [sealer.seal('canary-secret', 'p'), sealer.seal('canary-secret', 'p')]
  assert.notEqual(one, two)
  assert.ok(!`${one}${two}`.includes('canary') && !`${one}${two}`.includes(Buffer.from('canary-secret').toString('base64url')))
})

test('a master key that is not 32 bytes is refused without repeating it', () => {
  for (const text of ['', 'short', 'x'.repeat(44), `${'0'.repeat(63)}g`]) {
    assert.throws(
      () => ringOf(text),
      (error: Error & { code?: string }) => error.code === 'master_key_invalid' && (text === '' || !error.message.includes(text)),
    )
  }
})

test('a generated key is readable by its owner alone, survives a restart, and a file that others can read is refused', () => {
  const own = path.join(directory, 'own')
  const first = openKeyRing({ kind: 'directory', directory: own })
  const file = path.join(own, 'master.key')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(openKeyRing({ kind: 'directory', directory: own }).current().id, first.current().id)
  chmodSync(file, 0o640)
  assert.throws(() => openKeyRing({ kind: 'directory', directory: own }), { code: 'master_key_file_unusable', message: /chmod 600/ })
})

test('another key than the one that the database knows is refused at the start, naming both', async () => {
  await assertKeysMatch(database.db, ringOf(OLD))
  await assertKeysMatch(database.db, ringOf(OLD))
  const ids = [OLD, NEW].map((key) => ringOf(key).current().id)
  await assert.rejects(
    assertKeysMatch(database.db, ringOf(NEW)),
    (error: Error & { code?: string }) => error.code === 'master_key_wrong' && ids.every((id) => error.message.includes(id)),
  )
  await assertKeysMatch(database.db, ringOf(NEW, OLD))
})

test('rotation re-seals every sealed column, and afterwards the old key alone opens nothing', async () => {
  const { db } = database
  await sql`create table if not exists rotated (id uuid primary key, token_sealed text, note text)`.execute(db)
  const before = createSealer(ringOf(OLD))
  const ids = Array.from({ length: 5 }, () => crypto.randomUUID())
  for (const id of ids)
    await sql`insert into rotated values (${id}, ${before.seal(`secret ${id}`, sealedAad('rotated', id, 'token'))}, 'v1.not.a.secret')`.execute(
      db,
    )
  await sql`insert into rotated values (${crypto.randomUUID()}, null, null)`.execute(db)

  const ring = ringOf(NEW, OLD)
  const result = await rotateKeys(db, ring)
  assert.deepEqual(result, { keyId: ringOf(NEW).current().id, resealed: 5, retiredKeyIds: [ringOf(OLD).current().id] })
  const rows = (await sql<{ id: string; token_sealed: string }>`select * from rotated where token_sealed is not null`.execute(db)).rows
  const [withNew, withOld] = [createSealer(ringOf(NEW)), createSealer(ringOf(OLD))]
  for (const { id, token_sealed } of rows) {
    assert.equal(withNew.open(token_sealed, sealedAad('rotated', id, 'token')), `secret ${id}`)
    assert.throws(() => withOld.open(token_sealed, sealedAad('rotated', id, 'token')), { code: 'master_key_wrong' })
  }
  await assertKeysMatch(db, ringOf(NEW))
  await assert.rejects(rotateKeys(db, ringOf(NEW)), { code: 'key_rotation_needs_new_key' })
})

test('a rotation that meets a secret it cannot open changes none', async () => {
  const { db } = database
  const id = crypto.randomUUID()
  await sql`insert into rotated values (${id}, ${createSealer(ringOf(NEW)).seal('misplaced', 'elsewhere')}, null)`.execute(db)
  const all = () => sql`select token_sealed from rotated order by id`.execute(db).then(({ rows }) => rows)
  const before = await all()
  await assert.rejects(rotateKeys(db, ringOf(generateMasterKey(), NEW)), { code: 'sealed_value_damaged' })
  assert.deepEqual(await all(), before)
  await sql`delete from rotated where id = ${id}`.execute(db)
})

test('rotating a generated key adds a new one, keeps the old for older backups, and running processes follow', async () => {
  const own = path.join(directory, 'rotating')
  const [ring, elsewhere] = [openKeyRing({ kind: 'directory', directory: own }), openKeyRing({ kind: 'directory', directory: own })]
  const backupValue = createSealer(ring).seal('from a backup', 'p')
  await sql`delete from sealing_key`.execute(database.db)
  await sql`delete from rotated`.execute(database.db)
  await rotateKeys(database.db, ring)
  assert.equal(readFileSync(path.join(own, 'master.key'), 'utf8').trim().split('\n').length, 2)
  const fresh = createSealer(ring).seal('after', 'p')
  assert.notEqual(keyIdOf(fresh), keyIdOf(backupValue))
  assert.equal(createSealer(elsewhere).open(fresh, 'p'), 'after')
  assert.equal(createSealer(ring).open(backupValue, 'p'), 'from a backup')
})

test('every sealed column of the schema can be rotated: its table has a key of one column', async () => {
  const columns = await listSealedColumns(database.db)
  assert.ok(columns.some(({ table, name }) => table === 'organization' && name === 'org_external_id'))
})
