import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { cryptoErrors } from './errors.ts'

/** A key as it is used: never the master key itself, only what is derived from it for sealing. */
export type SealingKey = {
  /** Printable, and says nothing about the key: it stands in every sealed value. */
  readonly id: string
  readonly bytes: Uint8Array
}

const KEY_BYTES = 32

/** Reads master keys, 32 random bytes each as base64 or hex, the current one first; separated by white space or commas. */
export function parseMasterKeys(text: string): SealingKey[] {
  const keys = text.split(/[\s,]+/).filter((part) => part !== '')
  if (keys.length === 0) throw cryptoErrors.master_key_invalid('The master key is empty. Make one with: openssl rand -base64 32')
  return keys.map((key, index) => deriveKey(decode(key, index)))
}

/** A new master key, in the form that `parseMasterKeys` reads. */
export function generateMasterKey(): string {
  return randomBytes(KEY_BYTES).toString('base64')
}

function decode(text: string, index: number): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  const isExact = bytes.length === KEY_BYTES && (/^[0-9a-f]{64}$/i.test(text) || /^[A-Za-z0-9+/_-]{43}=?$/.test(text))
  // The text itself must not get into a message: it may be the key with a slip of the keyboard.
  if (!isExact)
    throw cryptoErrors.master_key_invalid(
      `Master key ${index + 1} is not 32 bytes as base64 (44 characters) or hex (64 characters). Make one with: openssl rand -base64 32`,
    )
  return bytes
}

function deriveKey(master: Buffer): SealingKey {
  const bytes = new Uint8Array(hkdfSync('sha256', master, '', 'reeve sealing v1', KEY_BYTES))
  const id = createHash('sha256').update('reeve sealing key id').update(bytes).digest('hex').slice(0, 12)
  return { id, bytes }
}
