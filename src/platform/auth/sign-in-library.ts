import { randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { hashPassword, passwordLength, verifyPassword } from './password.ts'

/** After this a person signs in again, whatever they did meanwhile: a working day. */
export const sessionSeconds = 12 * 3600

/** A provider as the library knows it: Reeve itself makes the calls, so that every one is guarded. */
export type LibraryProvider = Parameters<typeof genericOAuth>[0]['config'][number]

export type LibraryOptions = {
  readonly db: Db
  readonly secret: string
  /** `https://reeve.example`, as browsers see it. */
  readonly baseUrl: string
  readonly providers: readonly LibraryProvider[]
  /** Turns a one-time link's secret into the person it signs in. */
  readonly acceptLink: (request: LinkUse) => Promise<LinkOutcome>
  /** Turns a code made elsewhere into the person it signs in. */
  readonly acceptCode: (code: string) => Promise<LinkOutcome>
  readonly onTrouble: (message: string) => void
}

export type LinkOutcome = { readonly kind: 'accepted'; readonly personId: string } | { readonly kind: 'refused'; readonly reason: string }

export type LinkUse = z.output<typeof linkUse>
const linkUse = z.strictObject({
  secret: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(200).optional(),
  email: z.email().max(320).optional(),
  password: z.string().min(passwordLength.min).max(passwordLength.max).optional(),
})

export type SignInLibrary = {
  handle(request: Request): Promise<Response>
  /** The person of a session cookie, by the database and not by the cookie's word, so that a revoked session is over at once. */
  findSession(headers: Headers): Promise<{ readonly personId: string; readonly sessionId: string; readonly endsAt: Date } | undefined>
}

/**
 * The kept library behind sign-in, on our own tables: sessions, passwords, second factors, the OAuth dance. What it would do beyond that
 * is off: telemetry, sign-up, its own rate limit (ours counts across processes) and every endpoint that `sign-in.ts` does not name.
 */
export function createSignInLibrary(options: LibraryOptions): SignInLibrary {
  const auth = betterAuth(settingsOf(options))
  return {
    handle: (request) => auth.handler(request),
    findSession: async (headers) => {
      const found = await auth.api.getSession({ headers, query: { disableCookieCache: true, disableRefresh: true } })
      return found === null ? undefined : { personId: found.user.id, sessionId: found.session.id, endsAt: found.session.expiresAt }
    },
  }
}

function settingsOf({ db, secret, baseUrl, providers, acceptLink, acceptCode, onTrouble }: LibraryOptions) {
  const isSecure = baseUrl.startsWith('https:')
  return {
    appName: 'Reeve',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [baseUrl],
    database: { db: db as never, type: 'postgres' as const },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'warn' as const, log: (_level: unknown, message: string) => onTrouble(message) },
    onAPIError: { errorURL: `${baseUrl}/sign-in` },
    ...tableNames,
    databaseHooks: { account: { create: { before: withoutTokens }, update: { before: withoutTokens } } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    advanced: {
      cookiePrefix: 'reeve',
      useSecureCookies: isSecure,
      defaultCookieAttributes: { sameSite: 'lax' as const, httpOnly: true, secure: isSecure, path: '/' },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: ['x-reeve-client-address'] },
    },
    plugins: [
      twoFactor({ issuer: 'Reeve', ...twoFactorNames }),
      genericOAuth({ config: [...providers] }),
      oneTimeLinks({ acceptLink, acceptCode }),
    ],
  }
}

type Stored = Record<string, unknown>

/** Reeve calls nobody in a person's name: what a provider hands out beside the identity is dropped before it is stored. */
async function withoutTokens<T extends Stored>(account: T) {
  return { data: { ...account, accessToken: null, refreshToken: null, idToken: null } }
}

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
const tableNames = {
  user: { modelName: 'person', fields: { emailVerified: 'email_verified', ...stamps } },
  session: {
    modelName: 'person_session',
    expiresIn: sessionSeconds,
    disableSessionRefresh: true,
    cookieCache: { enabled: false },
    fields: { userId: 'person_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...stamps },
  },
  account: {
    modelName: 'person_credential',
    accountLinking: { enabled: false },
    fields: {
      userId: 'person_id',
      providerId: 'provider_id',
      accountId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...stamps,
    },
  },
  verification: { modelName: 'person_verification', fields: { expiresAt: 'expires_at', ...stamps } },
}
const twoFactorNames = {
  schema: {
    user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
    twoFactor: {
      modelName: 'person_two_factor',
      fields: {
        userId: 'person_id',
        backupCodes: 'backup_codes',
        failedVerificationCount: 'failed_verification_count',
        lockedUntil: 'locked_until',
      },
    },
  },
}

/** Signs in whoever holds a live one-time link or code, with the library's own session and cookie. */
function oneTimeLinks({ acceptLink, acceptCode }: Pick<LibraryOptions, 'acceptLink' | 'acceptCode'>) {
  return {
    id: 'one-time-links',
    endpoints: {
      useLink: createAuthEndpoint('/link/use', { method: 'POST', body: linkUse }, async (ctx) => signIn(ctx, await acceptLink(ctx.body))),
      useCode: createAuthEndpoint('/code/use', { method: 'POST', body: codeUse }, async (ctx) =>
        signIn(ctx, await acceptCode(ctx.body.code)),
      ),
    },
  }
}
const codeUse = z.strictObject({ code: z.string().min(1).max(50) })

async function signIn(ctx: Parameters<typeof setSessionCookie>[0], accepted: LinkOutcome) {
  if (accepted.kind === 'refused') throw ctx.error('UNAUTHORIZED', { message: accepted.reason })
  const user = await ctx.context.internalAdapter.findUserById(accepted.personId)
  if (user === null) throw ctx.error('UNAUTHORIZED', { message: 'This person was removed.' })
  const session = await ctx.context.internalAdapter.createSession(user.id)
  await setSessionCookie(ctx, { session, user })
  return ctx.json({ signedIn: true })
}
