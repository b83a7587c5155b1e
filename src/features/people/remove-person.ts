import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { endAccess, type EndedAccess } from '#platform/auth/end-access.ts'
import { findPerson, type Person } from '#platform/auth/people-store.ts'
import { getSignInSettings, updateSignInSettings } from '#platform/auth/sign-in-settings.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'
import { keepAdministrators } from './keep-administrators.ts'
import { requireHeld } from './require-held.ts'
import { personIdOf } from './sessions.ts'

export type RemovePersonDeps = { readonly db: Db; readonly now: () => Date }

/**
 * Removes a person for good: sessions, the tokens they made, roles and every way to sign in. The audit trail keeps their name, and what
 * they did. Nobody removes themselves, the last administrator, or somebody whom a directory provisions.
 */
export async function removePerson({ db, now }: RemovePersonDeps, actor: Actor, personId: string): Promise<void> {
  await db.transaction().execute((tx) =>
    keepAdministrators(tx, async () => {
      const person = await findPerson(tx, personId)
      if (person === undefined) throw peopleErrors.person_not_found(`There is no person ${personId}.`)
      if (personIdOf(actor) === personId) throw peopleErrors.own_removal('Nobody removes themselves. Ask another administrator.')
      if (person.managedBy !== null)
        throw peopleErrors.person_managed(
          `${person.email} is provisioned by ${person.managedBy.name}: remove the person there, or disable them here.`,
        )
      await requireHeld(tx, actor, person.bindings)
      const at = now()
      const ended = await erasePerson(tx, personId, { at, by: actor.id })
      await recordAudit(tx, {
        actor,
        action: 'person.removed',
        subject: `person:${personId}`,
        before: whatWas(person),
        after: { ended },
        at,
      })
    }),
  )
}

/** What the trail keeps of somebody who is gone. */
export function whatWas({ name, email, bindings, providers }: Person): object {
  return { name, email, roles: bindings, providers }
}

/** Takes a person out of every table. The caller sees to it that somebody still administers, and records it. */
export async function erasePerson(tx: Tx, personId: string, { at, by }: { readonly at: Date; readonly by: string }): Promise<EndedAccess> {
  const settings = await getSignInSettings(tx)
  if (settings.breakGlassPersonId === personId) {
    if (!settings.passwordEnabled)
      throw peopleErrors.break_glass_needed('This person keeps the password for the day the provider is away. Name another one first.')
    await updateSignInSettings(tx, { ...settings, breakGlassPersonId: null }, { at, by })
  }
  const ended = await endAccess(tx, personId, at)
  await tx
    .deleteFrom('identity_grant')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('person_credential')
          .select('person_credential.id')
          .where('person_id', '=', personId)
          .whereRef('person_credential.provider_id', '=', 'identity_grant.provider_id')
          .whereRef('person_credential.account_id', '=', 'identity_grant.subject'),
      ),
    )
    .execute()
  await tx.deleteFrom('person').where('id', '=', personId).execute()
  return ended
}
