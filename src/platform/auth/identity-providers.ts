import { z } from 'zod'
import { AppError } from '#lib/app-error.ts'
import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { type Outgoing, type OutgoingRequest } from '#platform/http/outgoing.ts'
import { signInErrors } from './sign-in-errors.ts'
import { type IdTokenClaims, readIdToken } from './id-token.ts'
import { findPerson } from './people-store.ts'
import { findProvisionedIdentity, linkIdentity } from './provisioned-people.ts'
import type { LibraryProvider } from './sign-in-library.ts'

/** Whoever's claim holds the value gets the role there. Several may fit; all of them count. */
export type ClaimGrant = { readonly claim: string; readonly value: string; readonly role: string; readonly scope: string | null }

export type IdentityProvider = {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecretSealed: string | null
  readonly scopes: readonly string[]
  readonly grants: readonly ClaimGrant[]
  readonly version: number
}

export type ProviderDeps = {
  readonly db: Db
  readonly sealer: Sealer
  readonly outgoing: Outgoing
  readonly now: () => Date
  readonly onRefusal: (refusal: { readonly providerId: string; readonly reason: string }) => Promise<void>
}

export async function listIdentityProviders(db: Db): Promise<IdentityProvider[]> {
  const rows = await db.selectFrom('identity_provider').selectAll().orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecretSealed: row.client_secret_sealed,
    scopes: row.scopes,
    grants: row.grants as ClaimGrant[],
    version: row.version,
  }))
}

const endpoint = z.url({ protocol: /^https?$/ })
const discovery = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: endpoint.optional(),
})
export type Discovery = z.output<typeof discovery>
const tokenReply = z.looseObject({ id_token: z.string(), access_token: z.string() })
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) })

/** The provider's own description, which must be of the issuer that was asked. https://openid.net/specs/openid-connect-discovery-1_0.html */
export async function discover(outgoing: Outgoing, issuer: string): Promise<Discovery> {
  const found = await readJson(outgoing, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, discovery)
  if (found.issuer !== issuer)
    throw signInErrors.provider_unusable(
      `The document at ${issuer} says it is of ${found.issuer}. Write the issuer exactly as it calls itself.`,
    )
  return found
}

/** The provider as the library takes it: it builds the redirect and keeps the state; every call to the provider is ours, guarded. */
export async function toLibraryProvider(deps: ProviderDeps, provider: IdentityProvider): Promise<LibraryProvider> {
  const endpoints = await discover(deps.outgoing, provider.issuer)
  const secret = clientSecretOf(deps.sealer, provider)
  return {
    providerId: provider.id,
    name: provider.name,
    clientId: provider.clientId,
    authorizationUrl: endpoints.authorization_endpoint,
    tokenUrl: endpoints.token_endpoint,
    scopes: [...provider.scopes],
    pkce: true,
    getToken: async ({ code, redirectURI, codeVerifier }) => {
      const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectURI, client_id: provider.clientId })
      if (codeVerifier !== undefined) form.set('code_verifier', codeVerifier)
      const tokens = await readJson(deps.outgoing, endpoints.token_endpoint, tokenReply, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(secret === undefined ? {} : { authorization: `Basic ${basic(provider.clientId, secret)}` }),
        },
        body: form.toString(),
      })
      return { idToken: tokens.id_token, accessToken: tokens.access_token }
    },
    getUserInfo: async ({ idToken, accessToken }) => {
      const claims = await readIdentity(deps, { provider, endpoints, idToken: idToken ?? '', accessToken: accessToken ?? '' })
      if (claims === undefined) return null
      const email = typeof claims['email'] === 'string' ? claims['email'].toLowerCase() : null
      const name = typeof claims['name'] === 'string' && claims['name'] !== '' ? claims['name'] : (email ?? claims.sub)
      return { id: claims.sub, sub: claims.sub, email, emailVerified: claims['email_verified'] === true, name }
    },
    accountSubject: ({ profile }) => String(profile.sub),
    overrideUserInfo: false,
  }
}

/** Who the tokens say it is, with roles; undefined, and told to `onRefusal`, when they do not hold or give no role here. */
async function readIdentity(
  deps: ProviderDeps,
  call: { readonly provider: IdentityProvider; readonly endpoints: Discovery; readonly idToken: string; readonly accessToken: string },
): Promise<IdTokenClaims | undefined> {
  const { provider, endpoints } = call
  const { keys } = await readJson(deps.outgoing, endpoints.jwks_uri, keySet)
  const read = readIdToken(call.idToken, {
    keys,
    issuer: provider.issuer,
    clientId: provider.clientId,
    now: deps.now(),
  })
  if (read.kind === 'invalid') return refuse(deps, provider, `the ID token does not hold: ${read.reason}`)
  const claims = { ...(await moreClaims(deps, endpoints, { accessToken: call.accessToken, subject: read.claims.sub })), ...read.claims }
  const grants = provider.grants.filter(({ claim, value }) => holds(claims[claim], value)).map(({ role, scope }) => ({ role, scope }))
  const identity = await findProvisionedIdentity(deps.db, provider.id, claims)
  if (identity.kind === 'conflict') return refuse(deps, provider, identity.reason)
  if (identity.kind === 'inactive') return refuse(deps, provider, 'the directory or an administrator has shut this person out')
  if (identity.kind === 'unknown' && !identity.isAdmitted) return refuse(deps, provider, 'the directory did not provision this person')
  const has = identity.kind === 'known' ? await findPerson(deps.db, identity.personId) : undefined
  const keeps = has?.bindings.some(({ source }) => source !== provider.id) === true
  if (grants.length === 0 && !keeps) return refuse(deps, provider, 'neither a claim nor a group of this person gives a role here')
  if (has !== undefined) await linkIdentity(deps.db, { providerId: provider.id, subject: claims.sub, personId: has.id, at: deps.now() })
  await deps.db
    .insertInto('identity_grant')
    .values({ provider_id: provider.id, subject: claims.sub, grants: JSON.stringify(grants), at: deps.now() })
    .onConflict((conflict) => conflict.columns(['provider_id', 'subject']).doUpdateSet({ grants: JSON.stringify(grants), at: deps.now() }))
    .execute()
  return claims
}

async function refuse(deps: ProviderDeps, provider: IdentityProvider, reason: string): Promise<undefined> {
  await deps.onRefusal({ providerId: provider.id, reason })
  return undefined
}

/** Many providers keep groups out of the ID token; what they say of somebody else is not taken. */
async function moreClaims(
  deps: ProviderDeps,
  { userinfo_endpoint: url }: Discovery,
  { accessToken, subject }: { readonly accessToken: string; readonly subject: string },
): Promise<Record<string, unknown>> {
  if (url === undefined || accessToken === '') return {}
  const more = await readJson(deps.outgoing, url, z.looseObject({}), { headers: { authorization: `Bearer ${accessToken}` } })
  return more['sub'] === subject ? more : {}
}

/** A claim is a word, a list of words, or something else that gives nothing. */
function holds(claim: unknown, value: string): boolean {
  return claim === value || (Array.isArray(claim) && claim.includes(value))
}

function clientSecretOf(sealer: Sealer, { id, clientSecretSealed }: IdentityProvider): string | undefined {
  return clientSecretSealed === null ? undefined : sealer.open(clientSecretSealed, sealedAad('identity_provider', id, 'client_secret'))
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1: both halves are form-encoded first. */
function basic(id: string, secret: string): string {
  const encode = (text: string): string => new URLSearchParams({ x: text }).toString().slice(2)
  return Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')
}

async function readJson<Schema extends z.ZodType>(
  outgoing: Outgoing,
  url: string,
  schema: Schema,
  request: Partial<OutgoingRequest> = {},
): Promise<z.output<Schema>> {
  const reply = await outgoing
    .send({ method: 'GET', ...request, url, headers: { accept: 'application/json', ...request.headers } })
    .catch((error: unknown) => {
      if (error instanceof AppError) throw error
      throw signInErrors.provider_unusable(`${new URL(url).origin} does not answer.`, { cause: error })
    })
  const parsed = reply.status === 200 ? schema.safeParse(parseJson(reply.body)) : undefined
  if (parsed?.success !== true)
    throw signInErrors.provider_unusable(`${new URL(url).origin} answered ${reply.status} and not what OpenID Connect asks for.`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
