import { sql } from 'kysely'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Tx } from '#platform/db/db.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { memberColumns } from './columns.ts'
import { scimErrors } from './errors.ts'
import { conditionOf } from './filter-sql.ts'
import {
  deleteGroup,
  deleteMembers,
  findGroup,
  findGroupForUpdate,
  findTakenByGroup,
  type GroupFields,
  insertGroup,
  insertMembers,
  touchMembersOf,
  touchPeople,
  updateGroup,
} from './group-store.ts'
import { applyStep, type Step } from './protocol/patch.ts'
import type { GroupRow } from './protocol/resource.ts'
import { type GroupForm, memberIds, readValue, toGroupForm, type Values } from './protocol/values.ts'
import { type ProvisionDeps, writeAs } from './provision.ts'
import { refuseUnknown } from './provision-user.ts'

/** Makes a group. Its members have the roles that a mapping gives it from this transaction on. */
export async function createGroup(deps: ProvisionDeps, actor: Actor, form: GroupForm): Promise<GroupRow> {
  const id = deps.newId()
  return writeAs(deps, { actor, action: 'scim.group_created', subject: `scim-group:${id}` }, async (tx, connectionId) => {
    const at = deps.now()
    await requireFree(tx, connectionId, { ...form, except: null })
    await insertGroup(tx, { connectionId, id, ...form, at })
    const added = await addMembers(tx, { connectionId, id }, form.members)
    await touchPeople(tx, added, at)
    await recordAudit(tx, {
      actor,
      action: 'scim.group_created',
      subject: `scim-group:${id}`,
      after: { ...told(form), added, gives: await rolesOf(tx, id) },
      at,
    })
    return requireGroup(tx, { connectionId, id, withMembers: true })
  })
}

type Edit = {
  readonly id: string
  readonly ifMatch?: string | undefined
  /** Whether the answer shows members, of whom there may be thousands. */
  readonly withMembers: boolean
}

/** Makes the group what the directory says, members included: who is not named leaves it. */
export async function replaceGroup(
  deps: ProvisionDeps,
  actor: Actor,
  { form, ...edit }: Edit & { readonly form: GroupForm },
): Promise<GroupRow> {
  return changeGroup(deps, actor, {
    ...edit,
    change: async (tx, which) => ({ fields: form, ...(await replaceMembers(tx, which, form.members)) }),
  })
}

/** Applies the steps of a patch in their order. However many members one names, it is one statement. */
export async function patchGroup(
  deps: ProvisionDeps,
  actor: Actor,
  { steps, ...edit }: Edit & { readonly steps: readonly Step[] },
): Promise<GroupRow> {
  return changeGroup(deps, actor, {
    ...edit,
    change: async (tx, which, before) => {
      let values: Values = { displayName: before.displayName, ...(before.externalId !== null && { externalId: before.externalId }) }
      const moved = { added: new Set<string>(), removed: new Set<string>() }
      for (const step of steps) {
        if (step.attribute.name === 'members') note(moved, await moveMembers(tx, which, step))
        else values = applyStep(values, step)
      }
      return { fields: toGroupForm(values), added: [...moved.added], removed: [...moved.removed] }
    },
  })
}

type Which = { readonly connectionId: string; readonly id: string }
type Moves = { readonly added: readonly string[]; readonly removed: readonly string[] }
type Changed = Moves & { readonly fields: GroupFields }

async function changeGroup(
  deps: ProvisionDeps,
  actor: Actor,
  { id, ifMatch, withMembers, change }: Edit & { readonly change: (tx: Tx, which: Which, before: GroupRow) => Promise<Changed> },
): Promise<GroupRow> {
  return writeAs(deps, { actor, action: 'scim.group_changed', subject: `scim-group:${id}` }, async (tx, connectionId) => {
    const before = (await findGroupForUpdate(tx, { connectionId, id })) ?? refuseUnknown(id)
    requireMatch(ifMatch, String(before.version), { isOptional: true })
    const which = { connectionId, id: before.id }
    const gaveBefore = await rolesOf(tx, before.id)
    const { fields, added, removed } = await change(tx, which, before)
    const isRenamed = fields.displayName !== before.displayName
    const isChanged = isRenamed || fields.externalId !== before.externalId
    if (!isChanged && added.length === 0 && removed.length === 0) return requireGroup(tx, { ...which, withMembers })
    const at = deps.now()
    await requireFree(tx, connectionId, { ...fields, except: before.id })
    await updateGroup(tx, before.id, { ...fields, at })
    if (isRenamed) await touchMembersOf(tx, before.id, at)
    await touchPeople(tx, isRenamed ? removed : [...added, ...removed], at)
    await recordAudit(tx, {
      actor,
      action: 'scim.group_changed',
      subject: `scim-group:${before.id}`,
      before: { ...told(before), gives: gaveBefore },
      after: { ...told(fields), added, removed, gives: await rolesOf(tx, before.id) },
      at,
    })
    return requireGroup(tx, { ...which, withMembers })
  })
}

/** Removes a group; what it gave its members ends with it. */
export async function removeGroup(deps: ProvisionDeps, actor: Actor, { id, ifMatch }: Pick<Edit, 'id' | 'ifMatch'>): Promise<void> {
  await writeAs(deps, { actor, action: 'scim.group_deleted', subject: `scim-group:${id}` }, async (tx, connectionId) => {
    const before = (await findGroupForUpdate(tx, { connectionId, id })) ?? refuseUnknown(id)
    requireMatch(ifMatch, String(before.version), { isOptional: true })
    const at = deps.now()
    const gives = await rolesOf(tx, before.id)
    await touchMembersOf(tx, before.id, at)
    const removed = await deleteMembers(tx, before.id, sql<boolean>`true`)
    await deleteGroup(tx, before.id)
    await recordAudit(tx, {
      actor,
      action: 'scim.group_deleted',
      subject: `scim-group:${before.id}`,
      before: { ...told(before), members: removed, gives },
      at,
    })
  })
}

async function requireGroup(tx: Tx, which: Which & { readonly withMembers: boolean }): Promise<GroupRow> {
  return (await findGroup(tx, which)) ?? refuseUnknown(which.id)
}

async function moveMembers(tx: Tx, which: Which, { verb, sub, filter, value, attribute }: Step): Promise<Moves> {
  if (sub !== undefined) throw scimErrors.scim_mutability('members: a member is added or removed, not changed.')
  if (filter !== undefined) {
    if (verb !== 'remove') throw scimErrors.scim_mutability('members: a member is added or removed, not changed.')
    return { added: [], removed: await deleteMembers(tx, which.id, conditionOf(filter, memberColumns)) }
  }
  const named = memberIds(readValue(attribute, value))
  if (verb === 'add') return { added: await addMembers(tx, which, named), removed: [] }
  if (verb === 'replace') return replaceMembers(tx, which, named)
  // Entra ID names whom to remove; without names everybody goes (RFC 7644, 3.5.2.2).
  const whom = value === undefined || value === null ? sql<boolean>`true` : isOneOf(named)
  return { added: [], removed: await deleteMembers(tx, which.id, whom) }
}

async function replaceMembers(tx: Tx, which: Which, named: readonly string[]): Promise<Moves> {
  const removed = await deleteMembers(tx, which.id, sql<boolean>`not ${isOneOf(named)}`)
  return { added: await addMembers(tx, which, named), removed }
}

async function addMembers(tx: Tx, which: Which, people: readonly string[]): Promise<readonly string[]> {
  if (people.length === 0) return []
  const { added, unknown } = await insertMembers(tx, which, people)
  if (unknown.length > 0) {
    const some = unknown.slice(0, 5).join(', ')
    throw scimErrors.scim_invalid_value(
      `members: ${some}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}: no such person of this directory.`,
    )
  }
  return added
}

function isOneOf(people: readonly string[]) {
  return sql<boolean>`(m.person_id::text = any(${people.map((id) => id.toLowerCase())}::text[]))`
}

/** What one step did, a later one may undo. */
function note({ added, removed }: { readonly added: Set<string>; readonly removed: Set<string> }, moves: Moves): void {
  for (const id of moves.added) if (!removed.delete(id)) added.add(id)
  for (const id of moves.removed) if (!added.delete(id)) removed.add(id)
}

async function requireFree(tx: Tx, connectionId: string, fields: GroupFields & { readonly except: string | null }): Promise<void> {
  const taken = await findTakenByGroup(tx, connectionId, fields)
  if (taken !== undefined) throw scimErrors.scim_uniqueness(`${taken}: another group of this directory has it, and it may decide roles.`)
}

/** The roles that the mapping gives the members of a group just now. */
async function rolesOf(tx: Tx, id: string): Promise<readonly { readonly role: string; readonly scope: string | null }[]> {
  const { rows } = await sql<{ role: string; scope: string | null }>`
    select distinct g.role, g.scope from scim_group s join scim_grant g on g.connection_id = s.connection_id
      and g.value = case g.claim when 'displayName' then s.display_name else s.external_id end
    where s.id = ${id}::uuid order by g.role`.execute(tx)
  return rows
}

function told({ displayName, externalId }: GroupFields): object {
  return { displayName, idAtProvider: externalId }
}
