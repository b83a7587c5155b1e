import { AppError } from '#lib/app-error.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Db } from '#platform/db/db.ts'
import type { Actor, RequestOrigin } from './actor.ts'
import { createLinkDesk } from './accept-link.ts'
import { listIdentityProviders } from './identity-providers.ts'
import { createResetDesk, type ResetLetters } from './password-reset.ts'
import { findReach, type Person } from './people-store.ts'
import type { SignInEndpoint } from './sign-in-endpoints.ts'
import { signInErrors } from './sign-in-errors.ts'
import { type LibraryDeps, openLibraries } from './sign-in-libraries.ts'
import type { SignInLibrary } from './sign-in-library.ts'
import { countFailure, findLock, forgiveFailures } from './sign-in-locks.ts'
import { claimCode } from './second-factor-codes.ts'
import { withinCall } from './sign-in-origin.ts'
import { getSignInSettings } from './sign-in-settings.ts'

export type SignInDeps = LibraryDeps & {
  /** How letters with links for new passwords leave; absent where none can. */
  readonly resetLetters?: ResetLetters
}

export type SignInCall = {
  /** With what stands for `:provider`. */
  readonly path: string
  readonly search: string
  readonly body: unknown
  readonly cookie: string | undefined
  readonly userAgent: string | undefined
  readonly address: string
  readonly requestId: string
}
export type SignInReply = { readonly status: number; readonly headers: Headers; readonly body: string }

export type SignIn = {
  handle(endpoint: SignInEndpoint, call: SignInCall): Promise<SignInReply>
  /** Who a session cookie stands for, with what they may do as of now; undefined when it stands for nobody. */
  actorOf(cookie: string): Promise<Actor | undefined>
}

/** Everything around the library: locks, the switch for passwords, guarded providers, disabled people, and the trail. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { db } = deps
  const links = createLinkDesk(deps)
  const resets = createResetDesk({ ...deps, letters: deps.resetLetters })
  const library = openLibraries(deps, links.accept)

  async function sessionOf(
    cookie: string,
  ): Promise<(NonNullable<Awaited<ReturnType<typeof findReach>>> & { sessionId: string; sessionEndsAt: Date }) | undefined> {
    const session = await (await library.forSessions()).findSession(new Headers({ cookie }))
    const reach = session === undefined ? undefined : await findReach(db, session.personId)
    return reach === undefined || session === undefined
      ? undefined
      : { ...reach, sessionId: session.sessionId, sessionEndsAt: session.endsAt }
  }

  async function handle(endpoint: SignInEndpoint, call: SignInCall): Promise<SignInReply> {
    const signedIn = call.cookie === undefined ? undefined : await sessionOf(call.cookie)
    if (endpoint.caller === 'signed_in' && signedIn === undefined) throw signInErrors.sign_in_refused('Sign in first.')
    const attempt = { email: signedIn?.person.email ?? emailIn(call.body), address: call.address }
    await admit(endpoint, attempt).catch(async (error: unknown) => {
      if (endpoint.action !== undefined && error instanceof AppError)
        await record(endpoint.action, { call, person: signedIn?.person, failed: true, attempt })
      throw error
    })
    if (endpoint.answeredBy === 'providers') return json(200, await waysToSignIn(db, await resets.isByMail()))
    if (endpoint.answeredBy === 'link') return json(200, await look(links.look, call))
    if (endpoint.answeredBy === 'reset') return json(200, await reset(endpoint, call))
    const reply = await withinCall(originOf(call), async () => ask(await library.forSignIn(), endpoint, { call, baseUrl: deps.baseUrl() }))
    return settle(endpoint, { call, reply, attempt, signedIn: signedIn?.person })
  }

  /** What we refuse by ourselves, before the library is asked. */
  async function admit({ isGuessable, path }: SignInEndpoint, attempt: { email: string | undefined; address: string }): Promise<void> {
    if (isGuessable === true) await refuseLocked(deps, attempt)
    if (path === '/sign-in/email') await refusePasswordWhereOff(db, attempt.email)
  }

  async function look(find: (secret: string) => Promise<object | undefined>, call: SignInCall): Promise<object> {
    const facts = await find((call.body as { secret: string }).secret)
    if (facts !== undefined) return facts
    await refuseSecret(call)
    throw signInErrors.sign_in_refused('This link was used before, has expired or was revoked.')
  }

  /** A secret of a link that opens nothing: counted as a guess, and written down as one. */
  async function refuseSecret(call: SignInCall): Promise<void> {
    const attempt = { email: undefined, address: call.address }
    await countFailure(db, attempt, deps.now())
    const action = call.path.startsWith('/password') ? 'person.password_reset' : 'sign_in.link'
    await record(action, { call, person: undefined, failed: true, attempt })
  }

  async function reset({ path }: SignInEndpoint, call: SignInCall): Promise<object> {
    if (path === '/password/look') return look(resets.look, call)
    if (path === '/password/forgot') {
      await resets.ask((call.body as { email: string }).email, originOf(call))
      return { asked: true }
    }
    await resets.use(call.body as { secret: string; password: string }, originOf(call)).catch(async (error: unknown) => {
      await refuseSecret(call)
      throw error
    })
    return { reset: true }
  }

  /** Counts and records what came of it. A session for somebody disabled ends before its cookie is handed out. */
  async function settle(
    endpoint: SignInEndpoint,
    {
      call,
      reply,
      attempt,
      signedIn,
    }: { call: SignInCall; reply: SignInReply; attempt: { email: string | undefined; address: string }; signedIn: Person | undefined },
  ): Promise<SignInReply> {
    const cookie = sessionCookieIn(reply)
    const fresh = cookie === undefined ? undefined : await sessionOf(cookie)
    const isRight = reply.status < 400 && !(cookie !== undefined && fresh === undefined) && !isErrorRedirect(reply)
    const person = fresh?.person ?? signedIn
    const isReplayed =
      endpoint.path === '/two-factor/verify-totp' &&
      isRight &&
      person !== undefined &&
      !(await takeCode(person, call)) &&
      signedIn === undefined
    const failed = !isRight || isReplayed
    if (endpoint.isGuessable === true)
      await (failed && reply.status < 500 ? countFailure(db, attempt, deps.now()) : forgiveFailures(db, attempt))
    if (endpoint.action !== undefined) await record(endpoint.action, { call, person, failed, attempt })
    if (cookie !== undefined && (fresh === undefined || isReplayed)) {
      const session = await (await library.forSessions()).findSession(new Headers({ cookie }))
      if (session !== undefined) await db.deleteFrom('person_session').where('id', '=', session.sessionId).execute()
      throw signInErrors.sign_in_refused(
        isReplayed ? 'This code was used already. Wait for the next one.' : 'This person may not sign in any more.',
      )
    }
    if (reply.status >= 400 && reply.status < 500) throw signInErrors.sign_in_refused(explain(reply))
    return reply
  }

  const takeCode = (person: Person, { body }: SignInCall): Promise<boolean> =>
    claimCode(db, { personId: person.id, code: (body as { code: string }).code, at: deps.now() })

  async function record(
    action: string,
    {
      call,
      person,
      failed,
      attempt,
    }: { call: SignInCall; person: Person | undefined; failed: boolean; attempt: { email: string | undefined } },
  ): Promise<void> {
    // What was typed as an e-mail is sometimes a password: only that of somebody known is written down.
    const known =
      person ??
      (attempt.email === undefined
        ? undefined
        : await db.selectFrom('person').select('id').where('email', '=', attempt.email).executeTakeFirst())
    await db.transaction().execute((tx) =>
      recordAudit(tx, {
        actor: { kind: 'person', id: person === undefined ? 'nobody' : `user:${person.id}`, origin: originOf(call) },
        action,
        subject: known === undefined ? 'person:unknown' : `person:${known.id}`,
        result: failed ? 'refused' : 'done',
        at: deps.now(),
      }),
    )
  }

  return {
    handle,
    actorOf: async (cookie) => {
      const session = hasSessionCookie(cookie) ? await sessionOf(cookie) : undefined
      if (session === undefined) return undefined
      const { person, permissions, scopes, sessionId, sessionEndsAt } = session
      return { kind: 'person', id: `user:${person.id}`, label: person.name, permissions, scopes, sessionId, sessionEndsAt }
    },
  }
}

async function ask(
  library: SignInLibrary,
  endpoint: SignInEndpoint,
  { call, baseUrl }: { readonly call: SignInCall; readonly baseUrl: string },
): Promise<SignInReply> {
  const headers = new Headers({ 'x-reeve-client-address': call.address, origin: baseUrl })
  if (call.cookie !== undefined) headers.set('cookie', call.cookie)
  if (call.userAgent !== undefined) headers.set('user-agent', call.userAgent.slice(0, 500))
  if (endpoint.method === 'POST') headers.set('content-type', 'application/json')
  const reply = await library.handle(
    new Request(`${baseUrl}/api/auth${call.path}${call.search}`, {
      method: endpoint.method,
      headers,
      ...(endpoint.method === 'POST' ? { body: JSON.stringify(call.body ?? {}) } : {}),
    }),
  )
  return { status: reply.status, headers: reply.headers, body: await reply.text() }
}

function originOf({ requestId, address, userAgent }: SignInCall): RequestOrigin {
  return { requestId, address, userAgent: userAgent ?? null }
}

async function refuseLocked(
  { db, now }: SignInDeps,
  attempt: { readonly email: string | undefined; readonly address: string },
): Promise<void> {
  const until = await findLock(db, attempt, now())
  if (until !== null) throw signInErrors.sign_in_locked(`Too many attempts failed. Try again after ${until.toISOString()}.`)
}

async function refusePasswordWhereOff(db: Db, email: string | undefined): Promise<void> {
  const { passwordEnabled, breakGlassPersonId } = await getSignInSettings(db)
  if (passwordEnabled) return
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', email ?? '')
    .executeTakeFirst()
  if (row === undefined || row.id !== breakGlassPersonId)
    throw signInErrors.password_sign_in_off(
      'Sign in through the identity provider. One administrator keeps a password for the day it is away.',
    )
}

async function waysToSignIn(db: Db, isResetByMail: boolean): Promise<object> {
  const [providers, { passwordEnabled }] = await Promise.all([listIdentityProviders(db), getSignInSettings(db)])
  return {
    password: passwordEnabled,
    passwordReset: isResetByMail ? 'mail' : 'administrator',
    providers: providers.map(({ id, name }) => ({ id, name })),
  }
}

function emailIn(body: unknown): string | undefined {
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : undefined
  return typeof email === 'string' ? email : undefined
}

const sessionCookie = /(?:^|[;,]\s*)((?:__Secure-)?reeve\.session_token=[^;,]+)/

function hasSessionCookie(cookie: string): boolean {
  return sessionCookie.test(cookie)
}

/** The session cookie that a reply hands out, as a browser would send it back. */
function sessionCookieIn({ headers }: SignInReply): string | undefined {
  const fresh = headers.getSetCookie().find((line) => hasSessionCookie(line) && !/max-age=0/i.test(line))
  return fresh === undefined ? undefined : sessionCookie.exec(fresh)?.[1]
}

function isErrorRedirect({ status, headers }: SignInReply): boolean {
  return status >= 300 && status < 400 && /[?&]error=/.test(headers.get('location') ?? '')
}

function json(status: number, value: object): SignInReply {
  return { status, headers: new Headers({ 'content-type': 'application/json; charset=utf-8' }), body: JSON.stringify(value) }
}

/** The library's sentence, which never says whether an e-mail is known. */
function explain({ body }: SignInReply): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    return typeof message === 'string' && message !== '' ? `${message.replace(/\.$/, '')}.` : 'That did not work.'
  } catch {
    return 'That did not work.'
  }
}
