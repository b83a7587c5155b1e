import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createResetLetters } from '#features/people/index.ts'
import { sendResetLetter } from '#features/people/send-reset-letter.ts'
import { withinScope } from '#features/selectors/index.ts'
import { routes } from '#main/routes.gen.ts'
import { createRecordRefusal } from '#platform/audit/record-refusal.ts'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import { insertLink } from '#platform/auth/one-time-links.ts'
import { rememberSessions } from '#platform/auth/remembered-sessions.ts'
import { createSignIn } from '#platform/auth/sign-in.ts'
import { newTokenSecret } from '#platform/auth/token-secret.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { createServer } from '#platform/http/server.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createTestDatabase } from './database.ts'

type LinkDraft = Parameters<typeof insertLink>[1]
export type PeopleStand = Awaited<ReturnType<typeof openPeopleStand>>
export const goodPassword = 'a long enough password'

/** Every route and sign-in on a database of its own, as a browser at http://reeve.test meets them. */
export async function openPeopleStand({ allow = [] }: { readonly allow?: readonly string[] } = {}) {
  const database = await createTestDatabase()
  const { db } = database
  const sealer = createSealer(openKeyRing({ kind: 'given', text: randomBytes(32).toString('base64') }))
  const clock = { now: new Date() }
  const now = () => clock.now
  const operator = { token: newTokenSecret(), actorId: 'os:1000' }
  const baseUrl = () => 'http://reeve.test'
  const outgoing = createOutgoing({ allow })
  const troubles: string[] = []
  const directory = mkdtempSync(join(tmpdir(), 'reeve-people-'))
  const auditCheckpoints = join(directory, 'checkpoints.jsonl')
  const letters: string[] = []
  const jobs: JobQueue<Tx> = {
    enqueue: async (_tx, _job, payload) => {
      letters.push((payload as { resetId: string }).resetId)
      return crypto.randomUUID()
    },
  }
  const signIn = createSignIn({
    db,
    sealer,
    now,
    outgoing,
    baseUrl,
    resetLetters: createResetLetters({ db, jobs }),
    onTrouble: (message) => troubles.push(message),
  })
  const server = await createServer({
    routes: routes as unknown as readonly Route<{ readonly db: typeof db }>[],
    deps: { db, sealer, now, outgoing, auditCheckpoints, newId: () => crypto.randomUUID(), version: '0.0.0', baseUrl } as never,
    authenticate: createAuthenticate({ db, now, operator, sessions: rememberSessions(signIn, { db, now }) }),
    people: { signIn, isTransportExposed: false },
    onRefusal: createRecordRefusal({ db, now }),
    narrow: (deps, bound, body) => withinScope(deps.db, bound, (narrowed) => body({ ...deps, db: narrowed })),
    log: silentLog,
    metrics: createMetrics(),
    version: '0.0.0',
    newId: () => crypto.randomUUID(),
    readiness: async () => ({ isReady: true, checks: {} }),
  })
  const call = (
    method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH',
    url: string,
    { cookie, payload, origin = baseUrl() }: { cookie?: string; payload?: object; origin?: string } = {},
  ) =>
    server.inject({
      method,
      url,
      headers: { host: 'reeve.test', origin, ...(cookie === undefined ? {} : { cookie }) },
      ...(payload === undefined ? {} : { payload }),
    })
  const newLink = (over: Partial<LinkDraft> = {}) =>
    db.transaction().execute((tx) =>
      insertLink(tx, {
        kind: 'invitation',
        email: null,
        role: 'viewer',
        scope: null,
        createdBy: 'os:1000',
        createdAt: now(),
        expiresAt: new Date(now().getTime() + 900_000),
        ...over,
      }),
    )
  const jar = (reply: Awaited<ReturnType<typeof call>>): string =>
    reply.cookies
      .filter(({ value }) => value !== '')
      .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
      .join('; ')
  return {
    db,
    sealer,
    auditCheckpoints,
    server,
    clock,
    operator,
    troubles,
    /** Writes the letters that were asked for; answers how many were asked for, sent or not. */
    writeLetters: async (): Promise<number> => {
      const due = letters.splice(0)
      for (const resetId of due) await sendResetLetter({ db, sealer, outgoing, now, newId: () => crypto.randomUUID() }, resetId)
      return due.length
    },
    call,
    newLink,
    /** The cookies that a reply hands out, as a browser sends them back. */
    jar,
    password: (email: string, password = goodPassword) => call('POST', '/api/auth/sign-in/email', { payload: { email, password } }),
    /** Somebody new, signed in. */
    newcomer: async (over: Partial<LinkDraft> = {}) => {
      const { secret } = await newLink(over)
      const email = `person-${crypto.randomUUID()}@example.com`
      const reply = await call('POST', '/api/auth/link/use', { payload: { secret, name: 'Pat', email, password: goodPassword } })
      assert.equal(reply.statusCode, 200, reply.body)
      return { email, secret, cookie: jar(reply) }
    },
    close: async () => {
      await server.close()
      await database.close()
      rmSync(directory, { recursive: true })
    },
  }
}
