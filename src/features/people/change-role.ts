import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Permission } from '#platform/auth/permissions.ts'
import { isCatalogueRole } from '#platform/auth/role-catalogue.ts'
import type { Db } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'
import { requirePermissionsHeld } from './require-held.ts'

type RoleDeps = { readonly db: Db; readonly now: () => Date }
export type CustomRole = { readonly name: string; readonly description: string; readonly permissions: readonly Permission[] }

/** Makes a role of this site, or gives one another set; people who have it may do that from their next request on. */
export async function putRole({ db, now }: RoleDeps, actor: Actor, role: CustomRole): Promise<void> {
  if (isReserved(role.name)) throw peopleErrors.role_name_taken(`${role.name} is a role of Reeve itself. Choose another name.`)
  requirePermissionsHeld(actor, role.permissions)
  await db.transaction().execute(async (tx) => {
    const at = now()
    const before = await tx
      .selectFrom('custom_role')
      .select(['description', 'permissions'])
      .where('name', '=', role.name)
      .forUpdate()
      .executeTakeFirst()
    const { description, permissions } = role
    await tx
      .insertInto('custom_role')
      .values({ name: role.name, description, permissions: [...permissions], created_at: at, created_by: actor.id })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ description, permissions: [...permissions] }))
      .execute()
    await recordAudit(tx, { actor, action: 'role.set', subject: `role:${role.name}`, before, after: { description, permissions }, at })
  })
}

/** Removes a role that nobody has any more. */
export async function removeRole({ db, now }: RoleDeps, actor: Actor, name: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const user = await tx.selectFrom('role_binding').select('person_id').where('role', '=', name).limit(1).executeTakeFirst()
    const token = await tx
      .selectFrom('api_token')
      .select('id')
      .where('role', '=', name)
      .where('revoked_at', 'is', null)
      .limit(1)
      .executeTakeFirst()
    const mapping = await tx.selectFrom('scim_grant').select('connection_id').where('role', '=', name).limit(1).executeTakeFirst()
    if (user !== undefined || token !== undefined) throw peopleErrors.role_in_use(`People or tokens still have the role ${name}.`)
    if (mapping !== undefined)
      throw peopleErrors.role_in_use(`The SCIM connection ${mapping.connection_id} gives its groups the role ${name}.`)
    const removed = await tx.deleteFrom('custom_role').where('name', '=', name).returning('name').executeTakeFirst()
    if (removed === undefined) throw peopleErrors.role_not_found(`This site has no role ${name} of its own.`)
    await recordAudit(tx, { actor, action: 'role.removed', subject: `role:${name}`, at: now() })
  })
}

function isReserved(name: string): boolean {
  return isCatalogueRole(name) || ['admin', 'read-only', 'custom'].includes(name)
}
