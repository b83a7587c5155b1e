import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { insertSignInCode } from '#platform/auth/sign-in-codes.ts'
import type { Db } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'
import { personIdOf } from './sessions.ts'

export type SignInCodeDeps = { readonly db: Db; readonly now: () => Date }

/** A code that signs the same person in elsewhere, with the same roles: for a command line where no browser can come back to. */
export async function createSignInCode(
  { db, now }: SignInCodeDeps,
  actor: Actor,
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const personId = personIdOf(actor)
  if (personId === undefined)
    throw peopleErrors.people_only('Only somebody who signed in can sign in elsewhere. Give the command line a token.')
  return db.transaction().execute(async (tx) => {
    const at = now()
    const made = await insertSignInCode(tx, { personId, at })
    await recordAudit(tx, {
      actor,
      action: 'sign_in_code.created',
      subject: `person:${personId}`,
      after: { expiresAt: made.expiresAt },
      at,
    })
    return made
  })
}
