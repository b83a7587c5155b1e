import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import { combineGrants, type Grant, type Reach } from './grants.ts'
import { ownPermissions } from './role-catalogue.ts'
import { permissionsOf } from './roles.ts'

export type Person = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly hasPassword: boolean
  readonly hasSecondFactor: boolean
  readonly providers: readonly string[]
  readonly disabledAt: Date | null
  readonly createdAt: Date
  readonly bindings: readonly RoleBinding[]
  /** The SCIM connection that provisions this person, who is changed there and not here. */
  readonly managedBy: { readonly connection: string; readonly name: string } | null
}
/** `source` is where a role comes from: given here, by a provider's claims at the latest sign-in, or (`scim:<connection>`) by a group of a directory. */
export type RoleBinding = { readonly role: string; readonly scope: string | null; readonly source: string }

const personColumns = sql`p.id, p.name, p.email, p.disabled_at as "disabledAt", p.created_at as "createdAt", p.two_factor_enabled is true as "hasSecondFactor",
  exists (select 1 from person_credential c where c.person_id = p.id and c.provider_id = 'credential') as "hasPassword",
  coalesce((select jsonb_agg(c.provider_id order by c.provider_id) from person_credential c where c.person_id = p.id and c.provider_id <> 'credential'), '[]') as providers,
  coalesce((select jsonb_agg(b order by b.role) from (
    select role, scope, 'here' as source from role_binding where person_id = p.id
    union all
    select g.value ->> 'role', g.value ->> 'scope', i.provider_id
      from person_credential c join identity_grant i on i.provider_id = c.provider_id and i.subject = c.account_id, jsonb_array_elements(i.grants) g
      where c.person_id = p.id
    union all
    (select distinct g.role, g.scope, 'scim:' || s.connection_id
      from scim_group_member m join scim_group s on s.id = m.group_id
      join scim_grant g on g.connection_id = s.connection_id and g.value = case g.claim when 'displayName' then s.display_name else s.external_id end
      where m.person_id = p.id)
  ) b), '[]') as bindings,
  (select jsonb_build_object('connection', c.id, 'name', c.name)
    from scim_user u join scim_connection c on c.id = u.connection_id where u.person_id = p.id) as "managedBy"`

export async function findPerson(db: Db | Tx, id: string): Promise<Person | undefined> {
  const { rows } = await sql<Person>`select ${personColumns} from person p where p.id::text = ${id}`.execute(db)
  return rows[0]
}

/** By e-mail and id, those after `after`. */
export async function listPeople(
  db: Db,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<Person[]> {
  const { rows } =
    await sql<Person>`select ${personColumns} from person p where p.email > ${after ?? ''} order by p.email collate "C" limit ${limit}`.execute(
      db,
    )
  return rows
}

/** What a person may do and where, as of now; undefined for somebody unknown or disabled. */
export async function findReach(db: Db | Tx, personId: string): Promise<(Reach & { readonly person: Person }) | undefined> {
  const person = await findPerson(db, personId)
  if (person === undefined || person.disabledAt !== null) return undefined
  // Whoever signs in may see and end that, whatever their roles are or none.
  return { person, ...combineGrants([...(await grantsOf(db, person.bindings)), { permissions: new Set(ownPermissions), scope: null }]) }
}

/** Roles as grants; a role that neither this version nor this site knows any more grants nothing. */
export async function grantsOf(db: Db | Tx, bindings: readonly Pick<RoleBinding, 'role' | 'scope'>[]): Promise<Grant[]> {
  const custom = await findCustomRoles(
    db,
    bindings.map(({ role }) => role),
  )
  return bindings.map(({ role, scope }) => ({
    permissions: custom.has(role) ? permissionsOf('custom', custom.get(role) ?? []) : permissionsOf(role, []),
    scope,
  }))
}

async function findCustomRoles(db: Db | Tx, names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (names.length === 0) return new Map()
  const rows = await db
    .selectFrom('custom_role')
    .select(['name', 'permissions'])
    .where('name', 'in', [...names])
    .execute()
  return new Map(rows.map(({ name, permissions }) => [name, permissions]))
}

export type NewPerson = {
  readonly id: string
  readonly name: string
  readonly email: string
  /** A hash by `hashPassword`; null for people who come through a link or a provider alone. */
  readonly passwordHash: string | null
  readonly at: Date
}

/** Answers false, and stores nothing, when somebody has this e-mail. */
export async function insertPerson(tx: Tx, { id, name, email, passwordHash, at }: NewPerson): Promise<boolean> {
  const stored = await tx
    .insertInto('person')
    .values({ id, name, email: email.toLowerCase(), email_verified: false, created_at: at, updated_at: at })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (stored === undefined) return false
  if (passwordHash !== null) {
    await tx
      .insertInto('person_credential')
      .values({ person_id: id, provider_id: 'credential', account_id: id, password: passwordHash, created_at: at, updated_at: at })
      .execute()
  }
  return true
}

export async function insertBinding(
  tx: Tx,
  binding: {
    readonly id: string
    readonly personId: string
    readonly role: string
    readonly scope: string | null
    readonly at: Date
    readonly by: string
  },
): Promise<void> {
  const { id, personId, role, scope, at, by } = binding
  await tx.insertInto('role_binding').values({ id, person_id: personId, role, scope, created_at: at, created_by: by }).execute()
}

/** Replaces what was given here; what a provider's claims give stays theirs. */
export async function replaceBindings(
  tx: Tx,
  personId: string,
  {
    bindings,
    newId,
    at,
    by,
  }: {
    readonly bindings: readonly Pick<RoleBinding, 'role' | 'scope'>[]
    readonly newId: () => string
    readonly at: Date
    readonly by: string
  },
): Promise<void> {
  await tx.deleteFrom('role_binding').where('person_id', '=', personId).execute()
  for (const { role, scope } of bindings) await insertBinding(tx, { id: newId(), personId, role, scope, at, by })
}

/** Whether somebody can sign in who may do everything everywhere: from then on the bootstrap token signs nobody in. */
export async function hasAdministrator(db: Db | Tx): Promise<boolean> {
  const row = await db
    .selectFrom('role_binding')
    .innerJoin('person', 'person.id', 'role_binding.person_id')
    .select('role_binding.id')
    .where('role_binding.role', '=', 'domain-admin')
    .where('role_binding.scope', 'is', null)
    .where('person.disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Every scope that decides what somebody may do: of people, of claims and of live tokens. */
export async function listScopes(db: Db | Tx): Promise<string[]> {
  const { rows } = await sql<{ scope: string }>`
    select distinct scope from (
      select scope from role_binding
      union all select scope from api_token where revoked_at is null
      union all select scope from one_time_link where used_at is null and revoked_at is null
      union all select g.value ->> 'scope' from identity_provider p, jsonb_array_elements(p.grants) g
      union all select g.value ->> 'scope' from identity_grant i, jsonb_array_elements(i.grants) g
      union all select scope from scim_grant
    ) s where scope is not null`.execute(db)
  return rows.map(({ scope }) => scope)
}
