import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'

export type GroupFacts = {
  readonly id: string
  /** What the list is in order of. */
  readonly key: string
  readonly displayName: string
  readonly externalId: string | null
  readonly members: number
  readonly roles: readonly { readonly role: string; readonly scope: string | null }[]
}

/** A directory's groups by name without case, those after `after`, each with the roles that the mapping gives its members. */
export async function listGroupFacts(
  db: Db,
  connectionId: string,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<GroupFacts[]> {
  const { rows } = await sql<GroupFacts>`
    select s.id, lower(s.display_name) as key, s.display_name as "displayName", s.external_id as "externalId",
      (select count(*)::int from scim_group_member m where m.group_id = s.id) as members,
      coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'scope', g.scope) order by g.position) from scim_grant g
        where g.connection_id = s.connection_id
          and g.value = case g.claim when 'displayName' then s.display_name else s.external_id end), '[]') as roles
    from scim_group s
    where s.connection_id = ${connectionId} and (${after ?? null}::text is null or lower(s.display_name) > ${after ?? null})
    order by lower(s.display_name) limit ${limit}`.execute(db)
  return rows
}
