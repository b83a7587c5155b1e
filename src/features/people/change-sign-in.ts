import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { ensureSignInSecret, getSignInSettings, type SignInSettings, updateSignInSettings } from '#platform/auth/sign-in-settings.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { requireBreakGlass } from './break-glass.ts'

export type SignInSettingsDeps = { readonly db: Db; readonly now: () => Date; readonly sealer: Sealer }

/** Switches password sign-in on or off. Off needs one domain admin of the whole estate who keeps a password for the day the provider is away. */
export async function setSignIn(deps: SignInSettingsDeps, actor: Actor, settings: SignInSettings): Promise<SignInSettings> {
  await ensureSignInSecret(deps.db, deps)
  return deps.db.transaction().execute(async (tx) => {
    const at = deps.now()
    // Changes of people take turns with this one: see change-person.ts.
    await tx.selectFrom('sign_in_setting').select('id').forUpdate().execute()
    await requireBreakGlass(tx, settings)
    const before = await getSignInSettings(tx)
    await updateSignInSettings(tx, settings, { at, by: actor.id })
    await recordAudit(tx, { actor, action: 'sign_in.settings_set', subject: 'sign-in', before, after: settings, at })
    return settings
  })
}
