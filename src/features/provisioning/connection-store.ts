import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'

/** Which groups get a role: those whose `claim` is `value`. The shape of a provider's claim mapping, with the group's attribute as claim. */
export type GroupGrant = {
  readonly claim: 'displayName' | 'externalId'
  readonly value: string
  readonly role: string
  readonly scope: string | null
}

/** How a sign-in through the linked provider finds its provisioned person; see `findProvisionedIdentity`. */
export type SignInMatch = {
  readonly externalIdClaim: string
  readonly userNameClaim: string | null
  readonly verifiedEmail: boolean
}

export type Connection = {
  readonly id: string
  readonly name: string
  readonly identityProvider: string | null
  readonly provisionedOnly: boolean
  readonly match: SignInMatch
  readonly grants: readonly GroupGrant[]
  readonly users: number
  readonly groups: number
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
}

/** By id; one of them when named. A site has a handful. */
export async function listConnections(db: Db | Tx, id?: string): Promise<Connection[]> {
  const { rows } = await sql<Connection>`
    select c.id, c.name, c.identity_provider_id as "identityProvider", c.provisioned_only as "provisionedOnly",
      jsonb_build_object('externalIdClaim', c.external_id_claim, 'userNameClaim', c.user_name_claim, 'verifiedEmail', c.matches_verified_email) as match,
      coalesce((select jsonb_agg(jsonb_build_object('claim', g.claim, 'value', g.value, 'role', g.role, 'scope', g.scope) order by g.position)
        from scim_grant g where g.connection_id = c.id), '[]') as grants,
      (select count(*)::int from scim_user u where u.connection_id = c.id) as users,
      (select count(*)::int from scim_group g where g.connection_id = c.id) as groups,
      c.version, c.created_at as "createdAt", c.created_by as "createdBy", c.updated_at as "updatedAt"
    from scim_connection c where ${id ?? null}::text is null or c.id = ${id ?? null} order by c.id`.execute(db)
  return rows
}

export type ConnectionForm = Pick<Connection, 'id' | 'name' | 'identityProvider' | 'provisionedOnly' | 'match' | 'grants'>

/** Makes the connection or replaces what it says, its mapping included. */
export async function upsertConnection(
  tx: Tx,
  form: ConnectionForm,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  const values = {
    name: form.name,
    identity_provider_id: form.identityProvider,
    provisioned_only: form.provisionedOnly,
    external_id_claim: form.match.externalIdClaim,
    user_name_claim: form.match.userNameClaim,
    matches_verified_email: form.match.verifiedEmail,
    updated_at: at,
  }
  await tx
    .insertInto('scim_connection')
    .values({ id: form.id, ...values, created_at: at, created_by: by })
    .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => ({ ...values, version: eb('scim_connection.version', '+', 1) })))
    .execute()
  await tx.deleteFrom('scim_grant').where('connection_id', '=', form.id).execute()
  if (form.grants.length === 0) return
  await tx
    .insertInto('scim_grant')
    .values(form.grants.map((grant, position) => ({ connection_id: form.id, position, ...grant })))
    .execute()
}
