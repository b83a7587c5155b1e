import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { armReset, insertReset, resetUrl } from '#platform/auth/password-reset-store.ts'
import { findPerson } from '#platform/auth/people-store.ts'
import type { Db } from '#platform/db/db.ts'
import { requireHeld } from './require-held.ts'
import { peopleErrors } from './errors.ts'

export type ResetLinkDeps = { readonly db: Db; readonly now: () => Date; readonly newId: () => string; readonly baseUrl: () => string }

const minuteMs = 60_000

/**
 * Makes a link by which one person sets a new password, once, and answers it, the only time it is ever seen. Whoever has it becomes that
 * person but for the second factor, so nobody makes one for somebody who may do more.
 */
export async function issueResetLink(
  deps: ResetLinkDeps,
  actor: Actor,
  { personId, expiresInMinutes }: { readonly personId: string; readonly expiresInMinutes: number },
): Promise<{ readonly url: string; readonly expiresAt: Date }> {
  return deps.db.transaction().execute(async (tx) => {
    const person = await findPerson(tx, personId)
    if (person === undefined) throw peopleErrors.person_not_found(`There is no person ${personId}.`)
    if (person.disabledAt !== null) throw peopleErrors.person_disabled(`${person.email} is disabled. Enable them first.`)
    if (!person.hasPassword)
      throw peopleErrors.no_password(
        `${person.email} has no password here: they sign in through ${person.providers.join(', ') || 'a link'}.`,
      )
    await requireHeld(tx, actor, person.bindings)
    const at = deps.now()
    const expiresAt = new Date(at.getTime() + expiresInMinutes * minuteMs)
    const id = deps.newId()
    const baseUrl = deps.baseUrl()
    await insertReset(tx, { id, personId, baseUrl, createdBy: actor.id, at, expiresAt })
    const secret = await armReset(tx, { id, personId, at, expiresAt })
    await recordAudit(tx, { actor, action: 'password_reset.link_made', subject: `person:${personId}`, after: { expiresAt }, at })
    return { url: resetUrl(baseUrl, secret), expiresAt }
  })
}
