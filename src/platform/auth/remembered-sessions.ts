import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import type { Actor } from './actor.ts'

type Sessions = { readonly actorOf: (cookie: string) => Promise<Actor | undefined> }

/** Far more than work at once on one installation; whoever comes beyond is looked up anew. */
const rememberedMax = 2_000

type Remembered = { readonly actor: Actor; readonly revision: number; readonly endsAt: Date }

/**
 * Remembers who a session cookie stands for, and never for longer than it is true: before every answer the database is asked whether
 * anything that decides it (sessions, people, roles, claims) was committed since, by whichever process. So a revoked session, a disabled
 * person and a role taken away count at the next request, as without memory. Nobody is remembered whom the cookie did not let in.
 */
export function rememberSessions(sessions: Sessions, { db, now }: { readonly db: Db; readonly now: () => Date }): Sessions {
  const remembered = new Map<string, Remembered>()
  const revisionOfNow = shareReads(async () => {
    const { rows } = await sql<{ revision: number }>`select reeve_scoped.revision_of('reach') as revision`.execute(db)
    return rows[0]!.revision
  })
  return {
    actorOf: async (cookie) => {
      const key = createHash('sha256').update(cookie).digest('base64')
      // Before the look-up: what changes meanwhile makes what was found outdated at once.
      const revision = await revisionOfNow()
      const found = remembered.get(key)
      if (found !== undefined && found.revision === revision && found.endsAt > now()) return found.actor
      remembered.delete(key)
      const actor = await sessions.actorOf(cookie)
      if (actor?.sessionEndsAt === undefined) return actor
      if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value!)
      remembered.set(key, { actor, revision, endsAt: actor.sessionEndsAt })
      return actor
    },
  }
}

/** Lets everybody who asks while a read is under way share the next one: an answer is never of a moment before the question. */
export function shareReads<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  let next: Promise<T> | undefined
  const start = (): Promise<T> => {
    next = undefined
    const started = read().finally(() => {
      if (running === started) running = undefined
    })
    running = started
    return started
  }
  return () => {
    if (running === undefined) return start()
    return (next ??= running.then(start, start))
  }
}
