import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { cryptoErrors } from './errors.ts'
import type { KeyRing } from './key-ring.ts'

export type Sealer = {
  /** Seals a secret for one place; `aad` names it (see `sealedAad`). Sealing twice gives two different values. */
  seal(plain: string, aad: string): string
  /** Opens what `seal` made for the same place, under any key of the ring. */
  open(sealed: string, aad: string): string
}

/**
 * The place of a sealed column: `table:row:name`, where the column is called `<name>_sealed` and `row` is the table's
 * one-column primary key. Rotation finds and re-seals every column by this convention, so nothing has to be registered.
 */
export function sealedAad(table: string, row: string, name: string): string {
  return `${table}:${row}:${name}`
}

const VERSION = 'v1'
/** What GCM is specified for: 96 bits, random, good for 2^32 values per key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals with AES-256-GCM under the ring's current key: `v1.<key id>.<nonce>.<ciphertext and tag>`. */
export function createSealer(ring: KeyRing): Sealer {
  return {
    seal: (plain, aad) => {
      const key = ring.current()
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
      cipher.setAAD(boundTo(key.id, aad))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [VERSION, key.id, nonce.toString('base64url'), body.toString('base64url')].join('.')
    },
    open: (sealed, aad) => {
      const [version, keyId, nonce, body, ...rest] = sealed.split('.')
      if (version !== VERSION || keyId === undefined || nonce === undefined || body === undefined || rest.length > 0) throw damaged(aad)
      const key = ring.find(keyId)
      if (key === undefined) throw wrongKey([keyId], ring)
      try {
        return decrypt(key.bytes, { nonce, body, aad: boundTo(keyId, aad) })
      } catch (cause) {
        throw damaged(aad, cause)
      }
    },
  }
}

/** The key id that a value was sealed under; undefined when it is no sealed value. */
export function keyIdOf(sealed: string): string | undefined {
  return /^v1\.([0-9a-f]+)\.[\w-]+\.[\w-]+$/.exec(sealed)?.[1]
}

export function wrongKey(ids: readonly string[], ring: KeyRing) {
  return cryptoErrors.master_key_wrong(
    `Stored secrets are sealed with master key ${ids.join(', ')}, and the current one is ${ring.current().id}. Give Reeve the earlier key too: after the current one in REEVE_MASTER_KEY, or as a further line of the key file. If it is lost, the secrets are lost with it and have to be entered again.`,
  )
}

function decrypt(key: Uint8Array, { nonce, body, aad }: { nonce: string; body: string; aad: Buffer }): string {
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES })
  decipher.setAAD(aad)
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

function boundTo(keyId: string, aad: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${aad}`)
}

function damaged(aad: string, cause?: unknown) {
  return cryptoErrors.sealed_value_damaged(
    `The secret ${aad} cannot be opened: it was damaged, or put in the place of another one. Enter it again.`,
    { cause },
  )
}
