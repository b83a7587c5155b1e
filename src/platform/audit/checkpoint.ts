import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import type { Head } from './chain.ts'
import { type Sealer, sealedAad } from '../crypto/sealer.ts'
import type { Db } from '../db/db.ts'

/** What the chain came to at one moment, signed: whoever keeps it can prove later that nothing before it was changed. */
export const checkpointSchema = z.strictObject({
  number: z.int().min(1).optional().describe('One more than that of the checkpoint before; checkpoints made before version 1.0 have none'),
  position: z.int().min(1),
  chainHash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.string().max(200),
})
export type Checkpoint = z.output<typeof checkpointSchema>

export type NumberedCheckpoint = Checkpoint & { readonly number: number }
export type AuditSigner = {
  readonly keyId: string
  readonly publicKey: string
  sign(head: Head & { readonly number: number }, at: Date): NumberedCheckpoint
}

/** The database's signing key, made once. Its private half is sealed, so that the database alone signs nothing. */
export async function openSigner(db: Db, { sealer, now }: { readonly sealer: Sealer; readonly now: () => Date }): Promise<AuditSigner> {
  const stored = await db.selectFrom('audit_key').selectAll().orderBy('created_at', 'desc').limit(1).executeTakeFirst()
  const row = stored ?? (await insertKey(db, { sealer, now }))
  const key = createPrivateKey(sealer.open(row.private_key_sealed, sealedAad('audit_key', row.key_id, 'private_key')))
  return {
    keyId: row.key_id,
    publicKey: row.public_key,
    sign: ({ number, position, chainHash }, at) => {
      const unsigned = { number, position, chainHash: chainHash.toString('hex'), at: at.toISOString(), keyId: row.key_id }
      return { ...unsigned, signature: sign(null, textOf(unsigned), key).toString('base64url') }
    },
  }
}

async function insertKey(db: Db, { sealer, now }: { readonly sealer: Sealer; readonly now: () => Date }) {
  const pair = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const id = keyIdOf(createPublicKey(pair.publicKey))
  const row = {
    key_id: id,
    public_key: pair.publicKey,
    private_key_sealed: sealer.seal(pair.privateKey, sealedAad('audit_key', id, 'private_key')),
    created_at: now(),
  }
  await db.insertInto('audit_key').values(row).execute()
  return row
}

/** The public keys that this database says it signed with, by id. */
export async function listPublicKeys(db: Db): Promise<ReadonlyMap<string, KeyObject>> {
  const rows = await db.selectFrom('audit_key').select('public_key').execute()
  return new Map(rows.map(({ public_key: pem }) => createPublicKey(pem)).map((key) => [keyIdOf(key), key]))
}

/** The id is the key's own hash, so that a key cannot be put under another's id. */
function keyIdOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)
}

export function isSigned({ signature, ...unsigned }: Checkpoint, key: KeyObject): boolean {
  return verify(null, textOf(unsigned), key, Buffer.from(signature, 'base64url'))
}

function textOf({ number, position, chainHash, at, keyId }: Omit<Checkpoint, 'signature'>): Buffer {
  const numbered = number === undefined ? '' : `v2:${number}:`
  return Buffer.from(`reeve-audit-checkpoint:${numbered}${position}:${chainHash}:${at}:${keyId}`)
}
