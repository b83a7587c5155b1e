import { randomBytes } from 'node:crypto'
import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { Db, Tx } from '#platform/db/db.ts'

export type SignInSettings = {
  readonly passwordEnabled: boolean
  /** The one who may still use a password where password sign-in is off. */
  readonly breakGlassPersonId: string | null
}

const aad = sealedAad('sign_in_setting', '1', 'secret')

/** The secret that signs sessions, the same for every process on this database; made at the first start, sealed under the master key. */
export async function ensureSignInSecret(db: Db, { sealer, now }: { readonly sealer: Sealer; readonly now: () => Date }): Promise<string> {
  const fresh = randomBytes(32).toString('base64url')
  await db
    .insertInto('sign_in_setting')
    .values({ id: 1, secret_sealed: sealer.seal(fresh, aad), updated_at: now(), updated_by: 'system:sign-in' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db.selectFrom('sign_in_setting').select('secret_sealed').where('id', '=', 1).executeTakeFirstOrThrow()
  return sealer.open(row.secret_sealed, aad)
}

export async function getSignInSettings(db: Db | Tx): Promise<SignInSettings> {
  const row = await db.selectFrom('sign_in_setting').select(['password_enabled', 'break_glass_person_id']).executeTakeFirst()
  return { passwordEnabled: row?.password_enabled ?? true, breakGlassPersonId: row?.break_glass_person_id ?? null }
}

export async function updateSignInSettings(
  tx: Tx,
  settings: SignInSettings,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  await tx
    .updateTable('sign_in_setting')
    .set({
      password_enabled: settings.passwordEnabled,
      break_glass_person_id: settings.breakGlassPersonId,
      updated_at: at,
      updated_by: by,
    })
    .where('id', '=', 1)
    .execute()
}
