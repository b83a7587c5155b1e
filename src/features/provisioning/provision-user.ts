import { erasePerson, keepAdministrators, whatWas } from '#features/people/index.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { endAccess } from '#platform/auth/end-access.ts'
import { findPerson, insertPerson } from '#platform/auth/people-store.ts'
import { getSignInSettings } from '#platform/auth/sign-in-settings.ts'
import type { Tx } from '#platform/db/db.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { findAdoptable } from './adopt-person.ts'
import { scimErrors } from './errors.ts'
import { touchGroupsOf } from './group-store.ts'
import { personOf } from './protocol/person-facts.ts'
import type { UserRow } from './protocol/resource.ts'
import type { UserForm } from './protocol/values.ts'
import { type ProvisionDeps, writeAs } from './provision.ts'
import { findStandingForUpdate, findTaken, findUser, insertUser, type Standing, updateUser } from './user-store.ts'

/**
 * Makes a person without a password, who comes in through the connection's identity provider. Somebody who came through that provider
 * before and was given no administration here is taken over; whoever else has the e-mail is left alone, and the directory told so.
 */
export async function createUser(deps: ProvisionDeps, actor: Actor, form: UserForm): Promise<UserRow> {
  const personId = deps.newId()
  return writeAs(deps, { actor, action: 'scim.user_created', subject: `person:${personId}` }, async (tx, connectionId) => {
    const at = deps.now()
    await requireFree(tx, connectionId, { form, except: null })
    const { name, email } = personOf(form, personId)
    const adopted = await findAdoptable(tx, connectionId, email)
    const id = adopted ?? personId
    if (adopted === undefined) {
      if (!(await insertPerson(tx, { id, name, email, passwordHash: null, at }))) throw emailTaken(email)
    } else await tx.updateTable('person').set({ name, updated_at: at }).where('id', '=', id).execute()
    await insertUser(tx, { personId: id, connectionId, form, isAdopted: adopted !== undefined, at })
    const ended = form.active === false ? await shutOut(tx, id, at) : undefined
    await recordAudit(tx, {
      actor,
      action: 'scim.user_created',
      subject: `person:${id}`,
      after: { ...told(form), name, email, adopted: adopted !== undefined, ...(ended !== undefined && { ended }) },
      at,
    })
    return requireUser(tx, connectionId, id)
  })
}

type Edit = { readonly id: string; readonly ifMatch?: string | undefined; readonly change: (before: UserRow) => UserForm }

/**
 * Changes a person to what the directory says. `active: false` ends sessions and tokens in the same transaction. Nothing is written, and
 * the version stays, where nothing differs.
 */
export async function changeUser(deps: ProvisionDeps, actor: Actor, { id, ifMatch, change }: Edit): Promise<UserRow> {
  return writeAs(deps, { actor, action: 'scim.user_changed', subject: `person:${id}` }, (tx, connectionId) =>
    keepAdministrators(tx, async () => {
      const standing = await requireStanding(tx, connectionId, id)
      const before = await requireUser(tx, connectionId, id)
      requireMatch(ifMatch, String(before.version), { isOptional: true })
      const form = change(before)
      const changes = differences(told(before), told(form))
      if (changes === undefined) return before
      const at = deps.now()
      await requireFree(tx, connectionId, { form, except: standing.personId })
      await updateUser(tx, standing.personId, { form, at })
      const person = await followPerson(tx, standing, { form, at })
      const access = await followActive(tx, standing, { was: before.active, is: form.active, at })
      await recordAudit(tx, {
        actor,
        action: 'scim.user_changed',
        subject: `person:${standing.personId}`,
        before: changes.before,
        after: { ...changes.after, ...person, ...access },
        at,
      })
      return requireUser(tx, connectionId, id)
    }),
  )
}

/** Removes a person for good, sessions and tokens and all; the trail keeps the name. */
export async function deleteUser(deps: ProvisionDeps, actor: Actor, { id, ifMatch }: Omit<Edit, 'change'>): Promise<void> {
  await writeAs(deps, { actor, action: 'scim.user_deleted', subject: `person:${id}` }, (tx, connectionId) =>
    keepAdministrators(tx, async () => {
      const standing = await requireStanding(tx, connectionId, id)
      const before = await requireUser(tx, connectionId, id)
      requireMatch(ifMatch, String(before.version), { isOptional: true })
      await requireUnprotected(tx, standing.personId)
      const person = await findPerson(tx, standing.personId)
      const at = deps.now()
      await touchGroupsOf(tx, standing.personId, at)
      const ended = await erasePerson(tx, standing.personId, { at, by: actor.id })
      await recordAudit(tx, {
        actor,
        action: 'scim.user_deleted',
        subject: `person:${standing.personId}`,
        before: { ...told(before), ...(person === undefined ? {} : whatWas(person)) },
        after: { ended },
        at,
      })
    }),
  )
}

export async function requireUser(tx: Tx, connectionId: string, id: string): Promise<UserRow> {
  return (await findUser(tx, connectionId, id)) ?? refuseUnknown(id)
}

async function requireStanding(tx: Tx, connectionId: string, id: string): Promise<Standing> {
  return (await findStandingForUpdate(tx, connectionId, id)) ?? refuseUnknown(id)
}

export function refuseUnknown(id: string): never {
  throw scimErrors.scim_not_found(`Resource ${id} not found.`)
}

async function requireFree(tx: Tx, connectionId: string, { form, except }: { form: UserForm; except: string | null }): Promise<void> {
  const taken = await findTaken(tx, connectionId, { ...form, except })
  if (taken !== undefined) throw scimErrors.scim_uniqueness(`${taken}: another person of this directory has it.`)
}

/** Name and e-mail here are what the directory says. */
async function followPerson(tx: Tx, { personId, email: was }: Standing, { form, at }: { form: UserForm; at: Date }): Promise<object> {
  const { name, email } = personOf(form, personId)
  if (email !== was) {
    const other = await tx.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst()
    if (other !== undefined) throw emailTaken(email)
  }
  await tx.updateTable('person').set({ name, email, updated_at: at }).where('id', '=', personId).execute()
  return email === was ? {} : { email }
}

/** Only a word of the directory changes anything: where it stops saying, everything stays. */
async function followActive(
  tx: Tx,
  { personId, isHeld, isDisabled }: Standing,
  { was, is, at }: { readonly was: boolean | null; readonly is: boolean | null; readonly at: Date },
): Promise<object> {
  if (is === null || is === was) return {}
  if (!is) return { ended: await shutOut(tx, personId, at) }
  if (!isDisabled) return {}
  if (isHeld) return { stillOut: 'An administrator shut this person out here.' }
  await tx.updateTable('person').set({ disabled_at: null, updated_at: at }).where('id', '=', personId).execute()
  return {}
}

async function shutOut(tx: Tx, personId: string, at: Date): Promise<object> {
  await requireUnprotected(tx, personId)
  await tx
    .updateTable('person')
    .set((eb) => ({ disabled_at: eb.fn.coalesce('disabled_at', eb.val(at)), updated_at: at }))
    .where('id', '=', personId)
    .execute()
  return endAccess(tx, personId, at)
}

/** The administrator who keeps a password for the day the provider is away is beyond the provider's reach, also while passwords are on. */
async function requireUnprotected(tx: Tx, personId: string): Promise<void> {
  if ((await getSignInSettings(tx)).breakGlassPersonId === personId)
    throw scimErrors.scim_protected('This person keeps the password for the day the provider is away. Name another one in Reeve first.')
}

function emailTaken(email: string): Error {
  return scimErrors.scim_uniqueness(
    `emails: somebody with ${email} signs in to Reeve another way. Nobody is taken over by e-mail; an administrator of Reeve can remove that person first.`,
  )
}

/** What the trail says of a person: not the external id by its name, which stands for a secret elsewhere. */
function told({ userName, externalId, displayName, name, emails, active }: UserForm): Record<string, unknown> {
  return { userName, idAtProvider: externalId, displayName, fullName: name, emails, active }
}

function differences(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { readonly before: object; readonly after: object } | undefined {
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  if (keys.length === 0) return undefined
  const only = (values: Record<string, unknown>): object => Object.fromEntries(keys.map((key) => [key, values[key]]))
  return { before: only(before), after: only(after) }
}
