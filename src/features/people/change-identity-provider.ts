import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { type ClaimGrant, discover, listIdentityProviders } from '#platform/auth/identity-providers.ts'
import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { Outgoing } from '#platform/http/outgoing.ts'
import { requireGrantable } from './change-person.ts'
import { peopleErrors } from './errors.ts'
import { requireHeld } from './require-held.ts'

export type ProviderDeps = { readonly db: Db; readonly now: () => Date; readonly sealer: Sealer; readonly outgoing: Outgoing }
export type ProviderForm = {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Absent keeps the stored one; null stores none, for public clients. */
  readonly clientSecret?: string | null | undefined
  readonly scopes: readonly string[]
  readonly grants: readonly ClaimGrant[]
}

/**
 * Adds a provider or changes one, after its issuer has answered with its own description. What its claims gave people until now is
 * forgotten: they get the new grants at their next sign-in through it.
 */
export async function putIdentityProvider(deps: ProviderDeps, actor: Actor, form: ProviderForm): Promise<void> {
  await requireGrantable(deps.db, form.grants)
  await requireHeld(deps.db, actor, form.grants)
  await discover(deps.outgoing, form.issuer)
  const { id, name, issuer, clientId, clientSecret, scopes, grants } = form
  const secret =
    clientSecret === undefined || clientSecret === null
      ? clientSecret
      : deps.sealer.seal(clientSecret, sealedAad('identity_provider', id, 'client_secret'))
  await deps.db.transaction().execute(async (tx) => {
    const at = deps.now()
    const values = { name, issuer, client_id: clientId, scopes: [...scopes], grants: JSON.stringify(grants), updated_at: at }
    const before = await tx
      .selectFrom('identity_provider')
      .select(['name', 'issuer', 'client_id', 'scopes', 'grants'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    await tx
      .insertInto('identity_provider')
      .values({ id, ...values, client_secret_sealed: secret ?? null, created_at: at, created_by: actor.id })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          ...values,
          ...(secret === undefined ? {} : { client_secret_sealed: secret }),
          version: eb('identity_provider.version', '+', 1),
        })),
      )
      .execute()
    await tx.deleteFrom('identity_grant').where('provider_id', '=', id).execute()
    // The same subject at another issuer is somebody else.
    if (before !== undefined && before.issuer !== issuer) await forgetIdentities(tx, id)
    await recordAudit(tx, {
      actor,
      action: 'identity_provider.set',
      subject: `identity-provider:${id}`,
      before,
      after: { name, issuer, clientId, scopes, grants, secretChanged: clientSecret !== undefined },
      at,
    })
  })
}

/** Removes a provider and every identity at it; whoever can also come another way stays. */
export async function removeIdentityProvider({ db, now }: Pick<ProviderDeps, 'db' | 'now'>, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const removed = await tx.deleteFrom('identity_provider').where('id', '=', id).returning('id').executeTakeFirst()
    if (removed === undefined) throw peopleErrors.identity_provider_not_found(`There is no identity provider ${id}.`)
    await forgetIdentities(tx, id)
    await recordAudit(tx, { actor, action: 'identity_provider.removed', subject: `identity-provider:${id}`, at: now() })
  })
}

/** Providers as people see them: of the secret only whether there is one. */
export async function showIdentityProviders(db: Db) {
  return (await listIdentityProviders(db)).map(({ clientSecretSealed, ...provider }) => ({
    ...provider,
    hasClientSecret: clientSecretSealed !== null,
  }))
}

/** People who could come only this way, and whom neither an administrator nor a directory gave anything here, go with it: their e-mail is free for whoever comes next. */
async function forgetIdentities(tx: Tx, providerId: string): Promise<void> {
  await tx
    .deleteFrom('person')
    .where('id', 'in', (eb) => eb.selectFrom('person_credential').select('person_id').where('provider_id', '=', providerId))
    .where('id', 'not in', (eb) => eb.selectFrom('person_credential').select('person_id').where('provider_id', '<>', providerId))
    .where('id', 'not in', (eb) => eb.selectFrom('role_binding').select('person_id'))
    .where('id', 'not in', (eb) => eb.selectFrom('scim_user').select('person_id'))
    .execute()
  await tx.deleteFrom('person_credential').where('provider_id', '=', providerId).execute()
}
