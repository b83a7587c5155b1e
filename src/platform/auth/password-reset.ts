import { randomUUID } from 'node:crypto'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { RequestOrigin } from './actor.ts'
import { hashPassword } from './password.ts'
import {
  findLiveReset,
  findLiveResetForUpdate,
  insertReset,
  type PasswordReset,
  revokeResets,
  updateResetUsed,
} from './password-reset-store.ts'
import { findPerson, type Person } from './people-store.ts'
import { signInErrors } from './sign-in-errors.ts'
import { countResetRequest, findResetLock, forgiveFailures } from './sign-in-locks.ts'
import { getSignInSettings } from './sign-in-settings.ts'

/** How letters leave: by a job, so that whoever asks cannot tell by the time it takes whether there is such a person. */
export type ResetLetters = {
  readonly isConfigured: () => Promise<boolean>
  readonly enqueue: (tx: Tx, resetId: string) => Promise<void>
}
type ResetDeps = {
  readonly db: Db
  readonly now: () => Date
  readonly baseUrl: () => string
  readonly letters?: ResetLetters | undefined
}
/** Who asks, for the limits and the trail. */
type From = RequestOrigin

export type ResetFacts = { readonly email: string; readonly expiresAt: string }

/** For the letter to be written in; the link gets its own time once it is. */
const letterMs = 15 * 60_000
const overMessage = 'This link was used before, has expired or was replaced by a newer one. Ask for another.'

/** New passwords for people who forgot theirs: asked for by e-mail, or through a link that an administrator made. */
export function createResetDesk({ db, now, baseUrl, letters }: ResetDeps) {
  return {
    isByMail: async (): Promise<boolean> => (await letters?.isConfigured()) ?? false,

    /** Takes the same steps, and says the same, whether or not somebody has this e-mail. */
    ask: async (email: string, origin: From): Promise<void> => {
      if (letters === undefined || !(await letters.isConfigured()))
        throw signInErrors.mail_not_configured('This site sends no mail. An administrator can make a link for a new password.')
      const { address } = origin
      const at = now()
      const until = await findResetLock(db, { email, address }, at)
      if (until !== null) throw signInErrors.sign_in_locked(`Asked too often. Try again after ${until.toISOString()}.`)
      await countResetRequest(db, { email, address }, at)
      await db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst()
        const person = await findPerson(tx, row?.id ?? randomUUID())
        const isEligible = person !== undefined && (await mayReset(tx, person))
        const id = randomUUID()
        const expiresAt = new Date(at.getTime() + letterMs)
        await insertReset(tx, {
          id,
          personId: isEligible ? person.id : null,
          baseUrl: baseUrl(),
          createdBy: 'nobody',
          at,
          expiresAt,
        })
        await letters.enqueue(tx, id)
        await recordAudit(tx, {
          actor: { kind: 'person', id: 'nobody', origin },
          action: 'password_reset.asked',
          subject: person === undefined ? 'person:unknown' : `person:${person.id}`,
          result: isEligible ? 'done' : 'refused',
          at,
        })
      })
    },

    look: async (secret: string): Promise<ResetFacts | undefined> => {
      const reset = await findLiveReset(db, secret, now())
      const person = await personOf(db, reset)
      return reset === undefined || person === undefined ? undefined : { email: person.email, expiresAt: reset.expiresAt.toISOString() }
    },

    /**
     * Stores the new password and ends every session and half-done sign-in; the second factor stays as it is. It signs nobody in, so
     * whoever holds the link alone still has to give the second factor.
     */
    use: async ({ secret, password }: { readonly secret: string; readonly password: string }, from: From): Promise<void> => {
      // A stranger must not make us hash for nothing; outside the transaction, because the hash takes a while on purpose.
      if ((await findLiveReset(db, secret, now())) === undefined) throw signInErrors.sign_in_refused(overMessage)
      const passwordHash = await hashPassword(password)
      const email = await db.transaction().execute(async (tx) => {
        const at = now()
        const reset = await findLiveResetForUpdate(tx, secret, at)
        const person = await personOf(tx, reset)
        if (reset === undefined || person === undefined || !(await mayReset(tx, person))) throw signInErrors.sign_in_refused(overMessage)
        await storePassword(tx, { personId: person.id, passwordHash, at })
        const ended = await tx.deleteFrom('person_session').where('person_id', '=', person.id).returning('id').execute()
        // Somebody who knew the old password may be waiting to give the second factor.
        await tx.deleteFrom('person_verification').where('value', '=', person.id).execute()
        await tx.deleteFrom('sign_in_code').where('person_id', '=', person.id).execute()
        await updateResetUsed(tx, reset.id, at)
        await revokeResets(tx, person.id, { at, except: reset.id })
        await recordAudit(tx, {
          actor: { kind: 'person', id: `user:${person.id}`, origin: from },
          action: 'person.password_reset',
          subject: `person:${person.id}`,
          after: { sessionsEnded: ended.length, linkMadeBy: reset.createdBy },
          at,
        })
        return person.email
      })
      await forgiveFailures(db, { email, address: from.address })
    },
  }
}

export async function personOf(db: Db | Tx, reset: PasswordReset | undefined): Promise<Person | undefined> {
  const personId = reset?.personId ?? undefined
  return personId === undefined ? undefined : findPerson(db, personId)
}

/** Only a password that there is can be forgotten: a second way in beside an identity provider is nobody's to make by a letter. */
async function mayReset(tx: Tx, { id, disabledAt, hasPassword }: Person): Promise<boolean> {
  const { passwordEnabled, breakGlassPersonId } = await getSignInSettings(tx)
  return disabledAt === null && hasPassword && (passwordEnabled || breakGlassPersonId === id)
}

async function storePassword(
  tx: Tx,
  { personId, passwordHash, at }: { readonly personId: string; readonly passwordHash: string; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('person_credential')
    .set({ password: passwordHash, updated_at: at })
    .where('person_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .execute()
}
