import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { endAccess } from '#platform/auth/end-access.ts'
import { explainScopeFault } from '#platform/auth/grants.ts'
import { findPerson, grantsOf, type Person, replaceBindings } from '#platform/auth/people-store.ts'
import { holdProvisioned } from '#platform/auth/provisioned-people.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { peopleErrors } from './errors.ts'
import { keepAdministrators } from './keep-administrators.ts'
import { requireHeld } from './require-held.ts'

export type ChangePersonDeps = { readonly db: Db; readonly now: () => Date; readonly newId: () => string }
type Binding = { readonly role: string; readonly scope: string | null }

/** Replaces the roles given here by ones that the actor holds too. They count from the person's next request on; somebody must keep administering. */
export async function setRoles(
  deps: ChangePersonDeps,
  actor: Actor,
  { personId, bindings }: { personId: string; bindings: readonly Binding[] },
): Promise<Person> {
  return changePerson(deps, personId, async (tx, before) => {
    await requireGrantable(tx, bindings)
    await requireHeld(tx, actor, [...bindings, ...before.bindings])
    const at = deps.now()
    await replaceBindings(tx, personId, { bindings, newId: deps.newId, at, by: actor.id })
    const given = before.bindings.filter(({ source }) => source === 'here').map(({ role, scope }) => ({ role, scope }))
    await recordAudit(tx, {
      actor,
      action: 'person.roles_set',
      subject: `person:${personId}`,
      before: { roles: given },
      after: { roles: bindings },
      at,
    })
  })
}

/** Shuts a person out at once, with their sessions, the tokens they made and the links they sent; or lets the person in again. */
export async function setDisabled(
  deps: ChangePersonDeps,
  actor: Actor,
  { personId, disabled }: { personId: string; disabled: boolean },
): Promise<Person> {
  return changePerson(deps, personId, async (tx, before) => {
    await requireHeld(tx, actor, before.bindings)
    const at = deps.now()
    // A directory cannot let somebody in again whom an administrator shut out, nor an administrator whom the directory shut out.
    const hold = await holdProvisioned(tx, personId, disabled ? at : null)
    if (hold === 'refused')
      throw peopleErrors.person_managed(`${before.managedBy?.name} has shut this person out. Let them in again there.`)
    if ((before.disabledAt !== null) === disabled && hold === 'unchanged') return
    await tx
      .updateTable('person')
      .set({ disabled_at: disabled ? at : null, updated_at: at })
      .where('id', '=', personId)
      .execute()
    const ended = disabled ? await endAccess(tx, personId, at) : undefined
    const action = disabled ? 'person.disabled' : 'person.enabled'
    await recordAudit(tx, { actor, action, subject: `person:${personId}`, ...(ended !== undefined && { after: { ended } }), at })
  })
}

async function changePerson(deps: ChangePersonDeps, personId: string, change: (tx: Tx, before: Person) => Promise<void>): Promise<Person> {
  return deps.db.transaction().execute((tx) =>
    keepAdministrators(tx, async () => {
      const before = await findPerson(tx, personId)
      if (before === undefined) throw peopleErrors.person_not_found(`There is no person ${personId}.`)
      await change(tx, before)
      const after = await findPerson(tx, personId)
      if (after === undefined) throw new Error(`person ${personId} vanished while it was changed`)
      return after
    }),
  )
}

/** Refuses a role that neither Reeve nor this site has, and a scope that cannot bound permissions, each naming itself. */
export async function requireGrantable(db: Db | Tx, bindings: readonly Binding[]): Promise<void> {
  const grants = await grantsOf(db, bindings)
  for (const [index, { role, scope }] of bindings.entries()) {
    if (role === 'custom' || grants[index]?.permissions.size === 0)
      throw peopleErrors.role_not_found(`There is no role ${role}. See the list of roles.`)
    const fault = scope === null ? undefined : explainScopeFault(scope)
    if (fault !== undefined) throw peopleErrors.scope_invalid(`${scope}: ${fault}`)
  }
}
