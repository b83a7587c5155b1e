import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import { describeSchema } from '#platform/db/schema/describe-schema.ts'
import { cryptoErrors } from './errors.ts'
import type { KeyRing } from './key-ring.ts'
import { createSealer, keyIdOf, sealedAad, wrongKey } from './sealer.ts'

const CHECK_TEXT = 'reeve'

/**
 * Compares the keys at hand with those that this database's secrets are sealed under, before anything needs them: a wrong
 * or missing master key is found at the start and not at the first sync. Remembers the current key.
 */
export async function assertKeysMatch(db: Db, ring: KeyRing): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('sealing_key')
      .select(['key_id', 'check_value'])
      .where('retired_at', 'is', null)
      .orderBy('key_id')
      .forUpdate()
      .execute()
    const missing = rows.filter(({ key_id }) => ring.find(key_id) === undefined)
    if (missing.length > 0)
      throw wrongKey(
        missing.map(({ key_id }) => key_id),
        ring,
      )
    for (const { key_id, check_value } of rows) createSealer(ring).open(check_value, sealedAad('sealing_key', key_id, 'check'))
    await rememberKey(tx, ring)
  })
}

export type KeyRotation = { readonly keyId: string; readonly resealed: number; readonly retiredKeyIds: readonly string[] }

/**
 * Re-seals every secret under a new key, in one transaction: afterwards all are, or, when one cannot be opened, none.
 * A generated key is replaced here; a given one is replaced by the operator, who puts the new one in front of the old.
 * Earlier keys stay on the ring for the sake of older backups. What `alongside` writes commits with it.
 */
export async function rotateKeys(
  db: Db,
  ring: KeyRing,
  alongside: (tx: Tx, rotation: KeyRotation) => Promise<void> = async () => undefined,
): Promise<KeyRotation> {
  const isAdded = ring.addKey()
  return db.transaction().execute(async (tx) => {
    const keyId = await rememberKey(tx, ring)
    const resealed = await resealAll(tx, ring)
    const retired = await tx
      .updateTable('sealing_key')
      .set({ retired_at: sql<Date>`clock_timestamp()` })
      .where('key_id', '<>', keyId)
      .where('retired_at', 'is', null)
      .returning('key_id')
      .execute()
    if (!isAdded && resealed === 0 && retired.length === 0) {
      throw cryptoErrors.key_rotation_needs_new_key(
        'The master key is given in REEVE_MASTER_KEY, and all secrets are sealed with it already. Put a new key in front of it ("NEW,OLD"; make one with: openssl rand -base64 32), restart Reeve, and rotate again.',
      )
    }
    const rotation = { keyId, resealed, retiredKeyIds: retired.map(({ key_id }) => key_id) }
    await alongside(tx, rotation)
    return rotation
  })
}

export type KeyState = {
  readonly keyId: string
  readonly createdAt: Date
  /** When the last secret was taken from under it; null while it is in use. */
  readonly retiredAt: Date | null
  readonly isCurrent: boolean
  readonly isAtHand: boolean
  readonly secrets: number
}

/** Every key that this database has known, newest first, with how many secrets are sealed under it now. */
export async function listKeys(db: Db, ring: KeyRing): Promise<KeyState[]> {
  const rows = await db
    .selectFrom('sealing_key')
    .select(['key_id', 'created_at', 'retired_at'])
    .orderBy('created_at', 'desc')
    .orderBy('key_id')
    .execute()
  const counts = await countSealed(db)
  return rows.map(({ key_id: keyId, created_at: createdAt, retired_at: retiredAt }) => ({
    keyId,
    createdAt,
    retiredAt,
    isCurrent: keyId === ring.current().id,
    isAtHand: ring.find(keyId) !== undefined,
    secrets: counts.get(keyId) ?? 0,
  }))
}

async function countSealed(db: Db): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const { table, name } of await listSealedColumns(db)) {
    const { rows } = await sql<{ keyId: string; count: number }>`
      select split_part(${sql.ref(`${name}${SUFFIX}`)}, '.', 2) as "keyId", count(*)::int as count from ${sql.table(table)}
      where ${sql.ref(`${name}${SUFFIX}`)} is not null group by 1`.execute(db)
    for (const { keyId, count } of rows) counts.set(keyId, (counts.get(keyId) ?? 0) + count)
  }
  return counts
}

async function rememberKey(tx: Tx, ring: KeyRing): Promise<string> {
  const keyId = ring.current().id
  const checkValue = createSealer(ring).seal(CHECK_TEXT, sealedAad('sealing_key', keyId, 'check'))
  await tx
    .insertInto('sealing_key')
    .values({ key_id: keyId, check_value: checkValue })
    .onConflict((conflict) => conflict.column('key_id').doUpdateSet({ retired_at: null }))
    .execute()
  return keyId
}

async function resealAll(tx: Tx, ring: KeyRing): Promise<number> {
  const sealer = createSealer(ring)
  let count = 0
  for (const column of await listSealedColumns(tx)) {
    for (const { row, value } of await lockSealedValues(tx, column)) {
      if (keyIdOf(value) === ring.current().id) continue
      const aad = sealedAad(column.table, row, column.name)
      const resealed = sealer.seal(sealer.open(value, aad), aad)
      await sql`update ${sql.table(column.table)} set ${sql.ref(`${column.name}${SUFFIX}`)} = ${resealed} where ${sql.ref(column.key)}::text = ${row}`.execute(
        tx,
      )
      count += 1
    }
  }
  return count
}

export type SealedColumn = { readonly table: string; readonly key: string; readonly name: string }

const SUFFIX = '_sealed'

/** Every column called `…_sealed`. A table that has one must have a primary key of one column, or this throws. */
export async function listSealedColumns(db: Db | Tx): Promise<SealedColumn[]> {
  const { tables } = await describeSchema(db)
  return tables.flatMap((table) =>
    table.columns
      .filter(({ name }) => name.endsWith(SUFFIX))
      .map(({ name }) => {
        const key = table.constraints
          .map(({ definition }) => /^PRIMARY KEY \((\w+)\)$/.exec(definition)?.[1])
          .find((found) => found !== undefined)
        if (key === undefined) throw new Error(`${table.name}.${name} cannot be re-sealed: its table has no primary key of one column`)
        return { table: table.name, key, name: name.slice(0, -SUFFIX.length) }
      }),
  )
}

async function lockSealedValues(tx: Tx, { table, key, name }: SealedColumn): Promise<{ row: string; value: string }[]> {
  const column = sql.ref(`${name}${SUFFIX}`)
  const found = await sql<{ row: string; value: string }>`
    select ${sql.ref(key)}::text as row, ${column} as value from ${sql.table(table)} where ${column} is not null order by 1 for update
  `.execute(tx)
  return found.rows
}
