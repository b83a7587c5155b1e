import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { SimError } from '../define-operation.ts'

type Claimed = {
  readonly ContentMD5?: string | undefined
  readonly ChecksumSHA256?: string | undefined
  readonly ChecksumSHA1?: string | undefined
  readonly ChecksumCRC32?: string | undefined
}

const computed = {
  ContentMD5: (body: Uint8Array) => createHash('md5').update(body).digest('base64'),
  ChecksumSHA256: (body: Uint8Array) => createHash('sha256').update(body).digest('base64'),
  ChecksumSHA1: (body: Uint8Array) => createHash('sha1').update(body).digest('base64'),
  ChecksumCRC32: (body: Uint8Array) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(crc32(body))
    return bytes.toString('base64')
  },
} as const

/** Checks every digest that came with a body; answers those that are kept with the object. */
export function checkDigests(claimed: Claimed, body: Uint8Array): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, compute] of Object.entries(computed)) {
    const claim = claimed[name as keyof Claimed]
    if (claim === undefined) continue
    if (compute(body) !== claim) {
      const what = name === 'ContentMD5' ? 'Content-MD5' : name.replace('Checksum', '')
      throw new SimError('BadDigest', `The ${what} you specified did not match the calculated checksum.`, { status: 400 })
    }
    if (name !== 'ContentMD5') kept[name] = claim
  }
  return kept
}

export function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`
}
