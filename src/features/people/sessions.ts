import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'

export type PersonSession = {
  readonly id: string
  readonly address: string | null
  readonly userAgent: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Live sessions of one person, newest first. */
export async function listSessions(db: Db, personId: string, now: Date): Promise<PersonSession[]> {
  const rows = await db
    .selectFrom('person_session')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'expires_at'])
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    address: row.ip_address,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }))
}

type SessionDeps = { readonly db: Db; readonly now: () => Date }

/** Ends one session of a person, or all of them. From the commit on the next request with its cookie is refused. */
export async function revokeSessions(
  { db, now }: SessionDeps,
  actor: Actor,
  { personId, sessionId }: { readonly personId: string; readonly sessionId?: string },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    let query = tx.deleteFrom('person_session').where('person_id', '=', personId)
    if (sessionId !== undefined) query = query.where('id', '=', sessionId)
    const ended = await query.returning('id').execute()
    if (sessionId !== undefined && ended.length === 0) throw peopleErrors.session_not_found(`There is no live session ${sessionId} here.`)
    if (ended.length > 0)
      await recordAudit(tx, {
        actor,
        action: 'session.revoked',
        subject: `person:${personId}`,
        after: { sessions: ended.length },
        at: now(),
      })
    return ended.length
  })
}

/** The person behind an actor; only people have sessions. */
export function personIdOf({ kind, id }: Actor): string | undefined {
  return kind === 'person' ? id.slice('user:'.length) : undefined
}

/** Sessions and half-done sign-ins whose time is over. */
export async function pruneSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('person_session').where('expires_at', '<', now).execute()
  await db.deleteFrom('person_verification').where('expires_at', '<', now).execute()
}
