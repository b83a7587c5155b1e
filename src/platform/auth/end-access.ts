import type { Tx } from '#platform/db/db.ts'

export type EndedAccess = { readonly sessions: number; readonly tokens: number; readonly invitations: number }

/**
 * Ends everything that lets somebody in, or others in their name, in the caller's transaction: their sessions, the API tokens they made
 * (whose secrets they know), and the links they sent that nobody has used yet.
 */
export async function endAccess(tx: Tx, personId: string, at: Date): Promise<EndedAccess> {
  return endAccessOfAll(tx, [personId], at)
}

/** The same for many at once, however many. */
export async function endAccessOfAll(tx: Tx, people: readonly string[], at: Date): Promise<EndedAccess> {
  if (people.length === 0) return { sessions: 0, tokens: 0, invitations: 0 }
  const makers = people.map((id) => `user:${id}`)
  const sessions = await tx
    .deleteFrom('person_session')
    .where((eb) => eb('person_id', '=', eb.fn.any(eb.val([...people]))))
    .executeTakeFirst()
  const tokens = await tx
    .updateTable('api_token')
    .set({ revoked_at: at })
    .where((eb) => eb('created_by', '=', eb.fn.any(eb.val(makers))))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  const invitations = await tx
    .updateTable('one_time_link')
    .set({ revoked_at: at })
    .where((eb) => eb('created_by', '=', eb.fn.any(eb.val(makers))))
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return {
    sessions: Number(sessions.numDeletedRows),
    tokens: Number(tokens.numUpdatedRows),
    invitations: Number(invitations.numUpdatedRows),
  }
}
