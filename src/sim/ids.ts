import { createHash } from 'node:crypto'

/** Next number in [0, 1). */
export type Random = () => number

/** A small fast generator (sfc32) seeded by text; not for secrets of a real system. */
export function createRandom(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest()
  let a = digest.readUInt32LE(0)
  let b = digest.readUInt32LE(4)
  let c = digest.readUInt32LE(8)
  let counter = 1
  return () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 4_294_967_296
  }
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789'
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Ids as AWS forms them, each kind from its own seeded stream, so that one service's ids do not move another's. */
export type Ids = {
  /** IAM unique ids and access key ids: `AIDA…`, `AROA…`, `AKIA…`, `ASIA…`, `ANPA…`; prefix plus 17 characters (16 for keys). */
  readonly iam: (prefix: string) => string
  readonly secretAccessKey: () => string
  readonly accountId: () => string
  /** Lower-case letters and digits, as in `o-…`, `ou-…-…`, `p-…`, `h-…`. */
  readonly lower: (stream: string, length: number) => string
  readonly requestId: () => string
}

export function createIds(random: (stream: string) => Random): Ids {
  const pick = (stream: string, alphabet: string, length: number) => {
    const next = random(stream)
    let text = ''
    for (let index = 0; index < length; index += 1) text += alphabet[Math.floor(next() * alphabet.length)]
    return text
  }
  return {
    iam: (prefix) => prefix + pick(`iam/${prefix}`, base32, prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17),
    secretAccessKey: () => pick('secret', base64, 40),
    accountId: () => String(100_000_000_000 + Math.floor(random('account')() * 899_999_999_999)),
    lower: (stream, length) => pick(`lower/${stream}`, lowerAlphanumeric, length),
    requestId: () => uuid(random('request')),
  }
}

function uuid(next: Random): string {
  let hex = ''
  for (let index = 0; index < 4; index += 1)
    hex += Math.floor(next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
