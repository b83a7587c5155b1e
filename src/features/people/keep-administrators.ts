import { hasAdministrator } from '#platform/auth/people-store.ts'
import { getSignInSettings } from '#platform/auth/sign-in-settings.ts'
import type { Tx } from '#platform/db/db.ts'
import { requireBreakGlass } from './break-glass.ts'
import { peopleErrors } from './errors.ts'

/**
 * Makes a change of people that leaves somebody who administers, and while passwords are off somebody who can still sign in with one.
 * Such changes take turns: two who demote each other at once must not leave nobody.
 */
export async function keepAdministrators<T>(tx: Tx, change: () => Promise<T>): Promise<T> {
  await tx.selectFrom('sign_in_setting').select('id').forUpdate().execute()
  const hadAdministrator = await hasAdministrator(tx)
  const changed = await change()
  if (hadAdministrator && !(await hasAdministrator(tx)))
    throw peopleErrors.last_administrator('This is the last domain admin of the whole estate. Make somebody else one first.')
  await requireBreakGlass(tx, await getSignInSettings(tx))
  return changed
}
