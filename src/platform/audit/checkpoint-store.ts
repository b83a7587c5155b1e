import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import { findHead, sealerLock } from './chain.ts'
import type { AuditSigner, NumberedCheckpoint } from './checkpoint.ts'

/**
 * Signs what the chain comes to now and numbers it, unless the newest checkpoint says so already. One sealer at a time, so that numbers have
 * neither gaps nor twins however many processes seal.
 */
export async function addCheckpoint(db: Db, signer: AuditSigner, now: Date): Promise<NumberedCheckpoint | undefined> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sealerLock})`.execute(tx)
    const head = await findHead(tx)
    const last = await findNewest(tx)
    if (head.position <= (last?.position ?? 0)) return undefined
    const checkpoint = signer.sign({ ...head, number: (last?.number ?? 0) + 1 }, now)
    const { number, position, keyId, signature } = checkpoint
    await tx
      .insertInto('audit_checkpoint')
      .values({ number, position, chain_hash: head.chainHash, at: now, key_id: keyId, signature })
      .execute()
    return checkpoint
  })
}

/** Oldest first, those after `number`. */
export async function listCheckpoints(
  db: Db | Tx,
  { after, limit, positionMax }: { readonly after: number; readonly limit: number; readonly positionMax?: number },
): Promise<NumberedCheckpoint[]> {
  const rows = await db
    .selectFrom('audit_checkpoint')
    .selectAll()
    .where('number', '>', after)
    .where('position', '<=', positionMax ?? Number.MAX_SAFE_INTEGER)
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map(toCheckpoint)
}

export async function findNewest(db: Db | Tx): Promise<NumberedCheckpoint | undefined> {
  const row = await db.selectFrom('audit_checkpoint').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst()
  return row && toCheckpoint(row)
}

type Row = {
  readonly number: number
  readonly position: number
  readonly chain_hash: Buffer
  readonly at: Date
  readonly key_id: string
  readonly signature: string
}

function toCheckpoint({ number, position, chain_hash: chainHash, at, key_id: keyId, signature }: Row): NumberedCheckpoint {
  return { number, position, chainHash: chainHash.toString('hex'), at: at.toISOString(), keyId, signature }
}

/** Newest first, those before `before` when given. */
export async function listNewestCheckpoints(
  db: Db,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<NumberedCheckpoint[]> {
  const rows = await db
    .selectFrom('audit_checkpoint')
    .selectAll()
    .where('number', '<', before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toCheckpoint)
}
