import { peopleErrors, requireGrantable, requireHeld } from '#features/people/index.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { endAccessOfAll } from '#platform/auth/end-access.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { type Connection, type ConnectionForm, listConnections, upsertConnection } from './connection-store.ts'
import { provisioningErrors } from './errors.ts'

export type ConnectionDeps = { readonly db: Db; readonly now: () => Date }

/**
 * Makes a SCIM connection or changes one. A new mapping counts at once for everybody in its groups; roles given by hand stay as they are.
 * Without `If-Match` the form wins; with it an edit that somebody else has overtaken is refused.
 */
export async function putConnection(
  deps: ConnectionDeps,
  actor: Actor,
  { form, ifMatch }: { readonly form: ConnectionForm; readonly ifMatch?: string },
): Promise<Connection> {
  return deps.db.transaction().execute(async (tx) => {
    await requireGrantable(tx, form.grants)
    await requireHeld(tx, actor, form.grants)
    await lockConnection(tx, form.id)
    const [before] = await listConnections(tx, form.id)
    if (before !== undefined) requireMatch(ifMatch, String(before.version), { isOptional: true })
    await requireFreeProvider(tx, form)
    const at = deps.now()
    await upsertConnection(tx, form, { at, by: actor.id })
    await recordAudit(tx, {
      actor,
      action: before === undefined ? 'scim_connection.created' : 'scim_connection.changed',
      subject: `scim-connection:${form.id}`,
      before: before === undefined ? undefined : formOf(before),
      after: formOf(form),
      at,
    })
    return requireConnection(tx, form.id)
  })
}

/**
 * Removes a connection with its tokens, groups and the roles that these gave. People whom it made, and to whom nothing was given here, go
 * with it; everybody else stays, managed here from then on.
 */
export async function removeConnection(deps: ConnectionDeps, actor: Actor, id: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockConnection(tx, id)
    await tx.selectFrom('sign_in_setting').select('id').forUpdate().execute()
    const before = await requireConnection(tx, id)
    const at = deps.now()
    const gone = await tx
      .deleteFrom('person')
      .where('id', 'in', (eb) =>
        eb.selectFrom('scim_user').select('person_id').where('connection_id', '=', id).where('is_adopted', '=', false),
      )
      .where('id', 'not in', (eb) => eb.selectFrom('role_binding').select('person_id'))
      .where('id', 'not in', (eb) => eb.selectFrom('person_credential').select('person_id').where('provider_id', '=', 'credential'))
      .returning(['id', 'name', 'email'])
      .execute()
    await endAccessOfAll(
      tx,
      gone.map((person) => person.id),
      at,
    )
    await tx.deleteFrom('scim_connection').where('id', '=', id).execute()
    await recordAudit(tx, {
      actor,
      action: 'scim_connection.removed',
      subject: `scim-connection:${id}`,
      before: { ...formOf(before), users: before.users, groups: before.groups },
      after: { removedPeople: gone, keptPeople: before.users - gone.length },
      at,
    })
  })
}

/** What a directory writes takes turns, so that requests it sends at once cannot lock one another out. Always the first lock. */
export async function lockConnection(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom('scim_connection').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

export async function requireConnection(db: Db | Tx, id: string): Promise<Connection> {
  const [found] = await listConnections(db, id)
  if (found === undefined) throw provisioningErrors.scim_connection_not_found(`There is no SCIM connection ${id}.`)
  return found
}

async function requireFreeProvider(tx: Tx, { id, identityProvider }: ConnectionForm): Promise<void> {
  if (identityProvider === null) return
  const provider = await tx.selectFrom('identity_provider').select('id').where('id', '=', identityProvider).executeTakeFirst()
  if (provider === undefined) throw peopleErrors.identity_provider_not_found(`There is no identity provider ${identityProvider}.`)
  const other = await tx
    .selectFrom('scim_connection')
    .select('id')
    .where('identity_provider_id', '=', identityProvider)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (other !== undefined)
    throw provisioningErrors.identity_provider_managed(
      `${other.id} provisions for ${identityProvider} already. One directory per provider.`,
    )
}

function formOf({ name, identityProvider, provisionedOnly, match, grants }: Omit<ConnectionForm, 'id'>): object {
  return { name, identityProvider, provisionedOnly, match, grants }
}
