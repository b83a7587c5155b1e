import { findPerson } from '#platform/auth/people-store.ts'
import type { SignInSettings } from '#platform/auth/sign-in-settings.ts'
import type { Tx } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'

/** While passwords are off, refuses whatever leaves nobody who could sign in with one and administer on the day the provider is away. */
export async function requireBreakGlass(tx: Tx, { passwordEnabled, breakGlassPersonId }: SignInSettings): Promise<void> {
  if (passwordEnabled) return
  const keeper = breakGlassPersonId === null ? undefined : await findPerson(tx, breakGlassPersonId)
  const administers = keeper?.bindings.some(({ role, scope, source }) => role === 'domain-admin' && scope === null && source === 'here')
  if (keeper === undefined || keeper.disabledAt !== null || !keeper.hasPassword || administers !== true)
    throw peopleErrors.break_glass_needed(
      'Password sign-in is off, so somebody keeps a password for the day the provider is away: a domain admin of the whole estate, given the role here, who has a password and is not disabled. Name another one in the sign-in settings first.',
    )
}
