import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { WireRequest } from './message.ts'
import { decodePath } from './rest-xml.ts'
import type { CredentialScope } from './route.ts'

export type ParsedSignature = {
  readonly scope: CredentialScope
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly timestamp: string
}

/** AWS's tolerance between the signing time and its own clock. */
export const clockSkewMaxMs = 5 * 60_000

/** Parts of the Authorization header, or AWS's complaint about what it lacks (IncompleteSignature). */
export function parseSignature(
  request: WireRequest,
  scope: CredentialScope | undefined,
): ParsedSignature | { readonly incomplete: string } {
  const header = request.headers['authorization'] ?? ''
  const signedHeaders = /SignedHeaders=([^,\s]+)/.exec(header)?.[1]
  const signature = /Signature=([0-9a-f]+)/.exec(header)?.[1]
  const timestamp = request.headers['x-amz-date']
  const lacks = [
    ...(scope === undefined ? ["Authorization header requires 'Credential' parameter."] : []),
    ...(signature === undefined ? ["Authorization header requires 'Signature' parameter."] : []),
    ...(signedHeaders === undefined ? ["Authorization header requires 'SignedHeaders' parameter."] : []),
    ...(timestamp === undefined ? ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."] : []),
  ]
  if (scope === undefined || signature === undefined || signedHeaders === undefined || timestamp === undefined) {
    return {
      incomplete: `${lacks.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${createHash('sha256').update(header).digest('base64')}`,
    }
  }
  return { scope, signedHeaders: signedHeaders.split(';'), signature, timestamp }
}

/** Milliseconds of a SigV4 timestamp such as 20261121T184334Z; NaN where it is none. */
export function parseTimestamp(timestamp: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(timestamp)
  return match === null ? Number.NaN : Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`)
}

export function formatTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/**
 * Whether the signature is the one that this secret gives for this request. Recomputed from the request as received.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureMatches(request: WireRequest, parsed: ParsedSignature, key: Buffer): boolean {
  const payloadHash = createHash('sha256').update(request.body).digest('hex')
  const claimed = request.headers['x-amz-content-sha256']
  // S3 alone lets the body be left out, and takes the path as it was sent.
  const isS3 = parsed.scope.service === 's3'
  const isUnsigned = isS3 && claimed === unsignedPayload
  if (claimed !== undefined && claimed !== payloadHash && !isUnsigned) return false
  const canonical = [
    request.method,
    request.path
      .split('/')
      .map((part) => encodeStrictly(isS3 ? decodePath(part) : part))
      .join('/') || '/',
    canonicalQuery(request.query),
    ...parsed.signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    parsed.signedHeaders.join(';'),
    isUnsigned ? unsignedPayload : payloadHash,
  ].join('\n')
  const { date, region, service } = parsed.scope
  const toSign = `AWS4-HMAC-SHA256\n${parsed.timestamp}\n${date}/${region}/${service}/aws4_request\n${createHash('sha256').update(canonical).digest('hex')}`
  const expected = createHmac('sha256', key).update(toSign).digest()
  const actual = Buffer.from(parsed.signature, 'hex')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

const unsignedPayload = 'UNSIGNED-PAYLOAD'

function canonicalQuery(query: string): string {
  if (query === '') return ''
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .sort()
    .join('&')
}

/** URI encoding of RFC 3986, as SigV4 wants it; the path, being sent encoded, is thereby encoded twice. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Signing keys by secret and scope. A key lives a day; the map forgets its oldest entries beyond 20,000. */
export class SigningKeys {
  #keys = new Map<string, Buffer>()

  keyFor(secret: string, { date, region, service }: CredentialScope): Buffer {
    const slot = `${secret}/${date}/${region}/${service}`
    let key = this.#keys.get(slot)
    if (key === undefined) {
      key = [date, region, service, 'aws4_request'].reduce<Buffer>(
        (signing, part) => createHmac('sha256', signing).update(part).digest(),
        Buffer.from(`AWS4${secret}`),
      )
      if (this.#keys.size >= 20_000) this.#keys.delete(this.#keys.keys().next().value!)
      this.#keys.set(slot, key)
    }
    return key
  }
}
