import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { UserRow } from './protocol/resource.ts'
import type { UserForm } from './protocol/values.ts'

/** A page of what was found, and how many there are in all. */
export type Found<Row> = { readonly total: number; readonly rows: readonly Row[] }
export type Window = { readonly offset: number; readonly count: number }

const columns = sql`r.person_id as id, r.user_name as "userName", r.external_id as "externalId", r.display_name as "displayName",
  r.name, r.emails, r.active, r.version, r.created_at as "createdAt", r.updated_at as "updatedAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'display', g.display_name) order by g.display_name)
    from scim_group_member m join scim_group g on g.id = m.group_id where m.person_id = r.person_id), '[]') as groups`

/** One of the connection's own people; nobody else can be found through it. */
export async function findUser(db: Db | Tx, connectionId: string, id: string): Promise<UserRow | undefined> {
  const { rows } = await sql<UserRow>`
    select ${columns} from scim_user r where r.connection_id = ${connectionId} and r.person_id = ${asUuid(id)}`.execute(db)
  return rows[0]
}

/** In the order in which they came, which no change disturbs. Only the page is read. */
export async function listUsers(
  db: Db,
  { connectionId, condition, window }: { readonly connectionId: string; readonly condition: RawBuilder<boolean>; readonly window: Window },
): Promise<Found<UserRow>> {
  const where = sql`r.connection_id = ${connectionId} and ${condition}`
  const counted = await sql<{ total: number }>`select count(*)::int as total from scim_user r where ${where}`.execute(db)
  const total = counted.rows[0]?.total ?? 0
  if (window.count === 0 || window.offset >= total) return { total, rows: [] }
  const { rows } = await sql<UserRow>`
    select ${columns} from scim_user r where ${where}
    order by r.created_at, r.person_id limit ${window.count} offset ${window.offset}`.execute(db)
  return { total, rows }
}

export type Standing = {
  readonly connectionId: string
  readonly personId: string
  readonly email: string
  readonly isHeld: boolean
  readonly isDisabled: boolean
}

/** Locks the person for the transaction, and says how they stand here. */
export async function findStandingForUpdate(tx: Tx, connectionId: string, id: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select r.connection_id as "connectionId", r.person_id as "personId", p.email, r.held_at is not null as "isHeld",
      p.disabled_at is not null as "isDisabled"
    from scim_user r join person p on p.id = r.person_id
    where r.connection_id = ${connectionId} and r.person_id = ${asUuid(id)} for update`.execute(tx)
  return rows[0]
}

/** Which of these somebody else of the connection has already. */
export async function findTaken(
  tx: Tx,
  connectionId: string,
  { userName, externalId, except }: { readonly userName: string; readonly externalId: string | null; readonly except: string | null },
): Promise<'userName' | 'externalId' | undefined> {
  const { rows } = await sql<{ taken: 'userName' | 'externalId' }>`
    select case when lower(user_name) = lower(${userName}) then 'userName' else 'externalId' end as taken from scim_user
    where connection_id = ${connectionId} and person_id is distinct from ${except}::uuid
      and (lower(user_name) = lower(${userName}) or external_id = ${externalId}) limit 1`.execute(tx)
  return rows[0]?.taken
}

export async function insertUser(
  tx: Tx,
  user: {
    readonly personId: string
    readonly connectionId: string
    readonly form: UserForm
    readonly isAdopted: boolean
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('scim_user')
    .values({
      person_id: user.personId,
      connection_id: user.connectionId,
      ...formColumns(user.form),
      is_adopted: user.isAdopted,
      created_at: user.at,
      updated_at: user.at,
    })
    .execute()
}

export async function updateUser(tx: Tx, personId: string, { form, at }: { readonly form: UserForm; readonly at: Date }): Promise<void> {
  await tx
    .updateTable('scim_user')
    .set((eb) => ({ ...formColumns(form), version: eb('version', '+', 1), updated_at: at }))
    .where('person_id', '=', personId)
    .execute()
}

function formColumns(form: UserForm) {
  return {
    user_name: form.userName,
    external_id: form.externalId,
    display_name: form.displayName,
    name: form.name === null ? null : JSON.stringify(form.name),
    emails: JSON.stringify(form.emails),
    active: form.active,
  }
}

/** An id of the path that is none finds nobody, as RFC 7644, 3.4.1 wants it. */
export function asUuid(id: string): RawBuilder<string | null> {
  return sql<string | null>`${/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : null}::uuid`
}
