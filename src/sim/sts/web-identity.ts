import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { SimError } from '../define-operation.ts'
import type { OidcProvider } from '../iam/state.ts'
import { defineState, type SimulatedAws } from '../state.ts'

const issuers = defineState('oidcIssuers', () => new Map<string, readonly JsonWebKey[]>())

/** Publishes an issuer's signing keys, as its JWKS document would; STS fetches them to verify tokens. */
export function publishIssuerKeys(aws: SimulatedAws, issuer: string, keys: readonly JsonWebKey[]): void {
  aws.state(issuers).set(issuer, keys)
}

export type Claims = {
  readonly iss: string
  readonly sub: string
  readonly aud: readonly string[]
  readonly amr: readonly string[]
  readonly exp: number
}

/** The claims of a token whose form is right; nothing is believed yet. */
export function readClaims(token: string): Claims {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as Record<string, unknown>
    if (typeof payload['iss'] !== 'string' || typeof payload['sub'] !== 'string' || typeof payload['exp'] !== 'number')
      throw new Error('claims missing')
    return {
      iss: payload['iss'],
      sub: payload['sub'],
      exp: payload['exp'],
      aud: [payload['aud'] ?? []].flat() as string[],
      amr: [payload['amr'] ?? []].flat() as string[],
    }
  } catch {
    throw new SimError(
      'InvalidIdentityToken',
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    )
  }
}

/** Believes a token: signed by a published key of its issuer, for a registered audience, not expired. Throws AWS's complaint otherwise. */
export async function requireValidToken(aws: SimulatedAws, token: string, claims: Claims, provider: OidcProvider): Promise<void> {
  const keys = aws.state(issuers).get(claims.iss) ?? (await fetchIssuerKeys(claims.iss))
  if (keys === undefined)
    throw new SimError(
      'InvalidIdentityToken',
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    )
  if (!isSigned(token, keys)) throw new SimError('InvalidIdentityToken', 'Token signature invalid')
  if (!claims.aud.some((audience) => provider.clientIds.includes(audience)))
    throw new SimError('InvalidIdentityToken', 'Incorrect token audience')
  const now = Math.floor(aws.now() / 1000)
  if (claims.exp <= now)
    throw new SimError(
      'ExpiredTokenException',
      `Token expired: current date/time ${now} must be before the expiration date/time ${claims.exp}`,
    )
}

/** Milliseconds for each of the two requests to an issuer. */
const issuerTimeoutMs = 3000

/** The keys that an issuer's discovery document points to; undefined where they cannot be had. */
async function fetchIssuerKeys(issuer: string): Promise<readonly JsonWebKey[] | undefined> {
  const read = async (url: string) =>
    (await fetch(url, { signal: AbortSignal.timeout(issuerTimeoutMs) })).json() as Promise<{ jwks_uri?: string; keys?: JsonWebKey[] }>
  try {
    const { jwks_uri: keysUrl } = await read(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
    return keysUrl === undefined ? undefined : (await read(keysUrl)).keys
  } catch {
    return undefined
  }
}

function isSigned(token: string, keys: readonly JsonWebKey[]): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { alg?: string; kid?: string }
  if (alg !== 'RS256' && alg !== 'ES256') return false
  const data = Buffer.from(`${header}.${payload}`)
  const candidates = keys.filter((key) => kid === undefined || key['kid'] === undefined || key['kid'] === kid)
  return candidates.some((jwk) =>
    verify(
      'sha256',
      data,
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    ),
  )
}
