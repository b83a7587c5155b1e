import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { GroupRow } from './protocol/resource.ts'
import { asUuid, type Found, type Window } from './user-store.ts'

export type GroupFields = { readonly displayName: string; readonly externalId: string | null }

function columns(withMembers: boolean): RawBuilder<unknown> {
  const members = withMembers
    ? sql`coalesce((select array_agg(m.person_id::text order by m.person_id) from scim_group_member m where m.group_id = r.id), '{}') as members,`
    : sql``
  return sql`r.id, r.display_name as "displayName", r.external_id as "externalId", ${members}
    r.version, r.created_at as "createdAt", r.updated_at as "updatedAt"`
}

type Which = { readonly connectionId: string; readonly id: string }

/** One of the connection's own groups. Members are read only where somebody asks for them: there may be thousands. */
export async function findGroup(
  db: Db | Tx,
  { connectionId, id, withMembers }: Which & { readonly withMembers: boolean },
): Promise<GroupRow | undefined> {
  const { rows } = await sql<GroupRow>`
    select ${columns(withMembers)} from scim_group r where r.connection_id = ${connectionId} and r.id = ${asUuid(id)}`.execute(db)
  return rows[0]
}

/** Locks the group, so that changes of its members take turns. */
export async function findGroupForUpdate(tx: Tx, { connectionId, id }: Which): Promise<GroupRow | undefined> {
  const { rows } = await sql<GroupRow>`
    select ${columns(false)} from scim_group r where r.connection_id = ${connectionId} and r.id = ${asUuid(id)} for update`.execute(tx)
  return rows[0]
}

type Search = {
  readonly connectionId: string
  readonly condition: RawBuilder<boolean>
  readonly window: Window
  readonly withMembers: boolean
}

/** In the order in which they came, which no change disturbs. Only the page is read. */
export async function listGroups(db: Db, { connectionId, condition, window, withMembers }: Search): Promise<Found<GroupRow>> {
  const where = sql`r.connection_id = ${connectionId} and ${condition}`
  const counted = await sql<{ total: number }>`select count(*)::int as total from scim_group r where ${where}`.execute(db)
  const total = counted.rows[0]?.total ?? 0
  if (window.count === 0 || window.offset >= total) return { total, rows: [] }
  const { rows } = await sql<GroupRow>`
    select ${columns(withMembers)} from scim_group r where ${where}
    order by r.created_at, r.id limit ${window.count} offset ${window.offset}`.execute(db)
  return { total, rows }
}

/** Which of these another group of the connection has already. */
export async function findTakenByGroup(
  tx: Tx,
  connectionId: string,
  { displayName, externalId, except }: GroupFields & { readonly except: string | null },
): Promise<'displayName' | 'externalId' | undefined> {
  const { rows } = await sql<{ taken: 'displayName' | 'externalId' }>`
    select case when lower(display_name) = lower(${displayName}) then 'displayName' else 'externalId' end as taken from scim_group
    where connection_id = ${connectionId} and id is distinct from ${except}::uuid
      and (lower(display_name) = lower(${displayName}) or external_id = ${externalId}) limit 1`.execute(tx)
  return rows[0]?.taken
}

export async function insertGroup(tx: Tx, group: Which & GroupFields & { readonly at: Date }): Promise<void> {
  await tx
    .insertInto('scim_group')
    .values({
      id: group.id,
      connection_id: group.connectionId,
      display_name: group.displayName,
      external_id: group.externalId,
      created_at: group.at,
      updated_at: group.at,
    })
    .execute()
}

export async function updateGroup(tx: Tx, id: string, { displayName, externalId, at }: GroupFields & { readonly at: Date }): Promise<void> {
  await tx
    .updateTable('scim_group')
    .set((eb) => ({ display_name: displayName, external_id: externalId, version: eb('version', '+', 1), updated_at: at }))
    .where('id', '=', id)
    .execute()
}

export async function deleteGroup(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('scim_group').where('id', '=', id).execute()
}

/** Adds people of the same connection in one statement, however many; answers who is new, and which ids are nobody there. */
export async function insertMembers(
  tx: Tx,
  { connectionId, id }: Which,
  people: readonly string[],
): Promise<{ readonly added: readonly string[]; readonly unknown: readonly string[] }> {
  const { rows } = await sql<{ added: string[]; unknown: string[] }>`
    with wanted as (select distinct lower(w) as id from unnest(${[...people]}::text[]) w),
    known as (
      select u.person_id from scim_user u join wanted w on w.id = u.person_id::text where u.connection_id = ${connectionId}
    ),
    added as (
      insert into scim_group_member (group_id, person_id) select ${id}::uuid, person_id from known on conflict do nothing returning person_id
    )
    select coalesce((select array_agg(person_id::text order by person_id) from added), '{}') as added,
      coalesce((select array_agg(w.id order by w.id) from wanted w where w.id not in (select person_id::text from known)), '{}') as unknown`.execute(
    tx,
  )
  return rows[0]!
}

/** Takes out those members whom the condition chooses, over `m`; answers whom. */
export async function deleteMembers(tx: Tx, id: string, condition: RawBuilder<boolean>): Promise<readonly string[]> {
  const { rows } = await sql<{ personId: string }>`
    delete from scim_group_member m where m.group_id = ${id}::uuid and ${condition}
    returning m.person_id as "personId"`.execute(tx)
  return rows.map(({ personId }) => personId)
}

/** What a person's groups are is part of the person: a new version, so that nobody is shown an old one as unchanged. */
export async function touchPeople(tx: Tx, people: readonly string[], at: Date): Promise<void> {
  if (people.length === 0) return
  await sql`update scim_user set version = version + 1, updated_at = ${at} where person_id = any(${[...people]}::uuid[])`.execute(tx)
}

export async function touchMembersOf(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update scim_user u set version = version + 1, updated_at = ${at}
    from scim_group_member m where m.group_id = ${id}::uuid and u.person_id = m.person_id`.execute(tx)
}

/** The groups of somebody who is about to go change with that. */
export async function touchGroupsOf(tx: Tx, personId: string, at: Date): Promise<void> {
  await sql`update scim_group g set version = version + 1, updated_at = ${at}
    from scim_group_member m where m.person_id = ${personId}::uuid and g.id = m.group_id`.execute(tx)
}
