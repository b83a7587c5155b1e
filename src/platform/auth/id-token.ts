import { createPublicKey, type JsonWebKey, verify, type VerifyKeyObjectInput } from 'node:crypto'
import { constants } from 'node:crypto'
import { z } from 'zod'

export type IdTokenClaims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** Asymmetric ones only: a token signed with the client secret, or with nothing, proves too little. */
const algorithms: Readonly<
  Record<string, { readonly keyType: string; readonly hash: string | null; readonly options?: Partial<VerifyKeyObjectInput> }>
> = {
  RS256: { keyType: 'RSA', hash: 'sha256' },
  RS384: { keyType: 'RSA', hash: 'sha384' },
  RS512: { keyType: 'RSA', hash: 'sha512' },
  PS256: { keyType: 'RSA', hash: 'sha256', options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } },
  ES256: { keyType: 'EC', hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  ES384: { keyType: 'EC', hash: 'sha384', options: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { keyType: 'OKP', hash: null },
}
const clockSkewSeconds = 60

const header = z.object({ alg: z.string(), kid: z.string().optional() })
const payload = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  exp: z.number(),
  iat: z.number(),
})

/**
 * The claims of an ID token whose signature, issuer, audience and times hold, or the reason why not.
 * https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export function readIdToken(
  token: string,
  {
    keys,
    issuer,
    clientId,
    now,
  }: { readonly keys: readonly JsonWebKey[]; readonly issuer: string; readonly clientId: string; readonly now: Date },
): { readonly kind: 'valid'; readonly claims: IdTokenClaims } | { readonly kind: 'invalid'; readonly reason: string } {
  const parts = token.split('.')
  const head = header.safeParse(decode(parts[0]))
  const body = payload.safeParse(decode(parts[1]))
  if (parts.length !== 3 || !head.success || !body.success) return invalid('it is not a signed token')
  const { alg, kid } = head.data
  const algorithm = Object.hasOwn(algorithms, alg) ? algorithms[alg] : undefined
  if (algorithm === undefined) return invalid(`it is signed with ${alg.slice(0, 20)}, which is not accepted`)
  const candidates = keys.filter(
    (key) => key['kty'] === algorithm.keyType && (key['use'] ?? 'sig') === 'sig' && (kid === undefined || key['kid'] === kid),
  )
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`)
  const signature = Buffer.from(parts[2]!, 'base64url')
  if (!candidates.some((key) => fits(key, { algorithm, signed, signature }))) return invalid('no key of the provider fits its signature')

  const { iss, aud, azp, exp, iat } = body.data
  const seconds = now.getTime() / 1000
  const audiences = typeof aud === 'string' ? [aud] : aud
  if (iss !== issuer) return invalid('another issuer made it')
  if (!audiences.includes(clientId) || (audiences.length > 1 && azp !== clientId)) return invalid('it is meant for another client')
  if (exp + clockSkewSeconds < seconds) return invalid('it has expired')
  if (iat - clockSkewSeconds > seconds) return invalid('it was made in the future: compare the clocks')
  return { kind: 'valid', claims: body.data }
}

function fits(
  key: JsonWebKey,
  {
    algorithm,
    signed,
    signature,
  }: { readonly algorithm: (typeof algorithms)[string]; readonly signed: Buffer; readonly signature: Buffer },
): boolean {
  try {
    return verify(algorithm.hash, signed, { key: createPublicKey({ key, format: 'jwk' }), ...algorithm.options }, signature)
  } catch {
    // A key of another type than the algorithm: it does not fit.
    return false
  }
}

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function invalid(reason: string): { readonly kind: 'invalid'; readonly reason: string } {
  return { kind: 'invalid', reason }
}
