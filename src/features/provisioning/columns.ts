import { type RawBuilder, sql } from 'kysely'
import type { Columns } from './filter-sql.ts'
import { groupSchemaId, userSchemaId } from './protocol/attributes.ts'

const created = { kind: 'time', sql: sql`r.created_at` } as const
const lastModified = { kind: 'time', sql: sql`r.updated_at` } as const

/** What people can be found by; `r` is the row of scim_user. */
export const userColumns: Columns = {
  schema: userSchemaId,
  columns: {
    id: { kind: 'id', sql: sql`r.person_id` },
    username: { kind: 'text', sql: sql`r.user_name` },
    externalid: { kind: 'text', sql: sql`r.external_id`, isCaseExact: true },
    displayname: { kind: 'text', sql: sql`r.display_name` },
    active: { kind: 'boolean', sql: sql`r.active` },
    'name.formatted': { kind: 'text', sql: sql`r.name ->> 'formatted'` },
    'name.familyname': { kind: 'text', sql: sql`r.name ->> 'familyName'` },
    'name.givenname': { kind: 'text', sql: sql`r.name ->> 'givenName'` },
    emails: {
      kind: 'list',
      parts: {
        value: { kind: 'text', sql: sql`e ->> 'value'` },
        type: { kind: 'text', sql: sql`e ->> 'type'` },
        primary: { kind: 'boolean', sql: sql`(e ->> 'primary')::boolean` },
      },
      exists: (condition: RawBuilder<boolean>) => sql<boolean>`exists (select 1 from jsonb_array_elements(r.emails) e where ${condition})`,
    },
    groups: {
      kind: 'list',
      parts: { value: { kind: 'id', sql: sql`g.id` }, display: { kind: 'text', sql: sql`g.display_name` } },
      exists: (
        condition: RawBuilder<boolean>,
      ) => sql<boolean>`exists (select 1 from scim_group_member m join scim_group g on g.id = m.group_id
        where m.person_id = r.person_id and ${condition})`,
    },
    'meta.resourcetype': { kind: 'text', sql: sql`'User'` },
    'meta.created': created,
    'meta.lastmodified': lastModified,
  },
}

/** What members of a group can be chosen by; `m` is the row of scim_group_member. */
export const memberColumns: Columns = {
  schema: groupSchemaId,
  columns: { value: { kind: 'id', sql: sql`m.person_id` }, type: { kind: 'text', sql: sql`'User'` } },
}

/** What groups can be found by; `r` is the row of scim_group. */
export const groupColumns: Columns = {
  schema: groupSchemaId,
  columns: {
    id: { kind: 'id', sql: sql`r.id` },
    displayname: { kind: 'text', sql: sql`r.display_name` },
    externalid: { kind: 'text', sql: sql`r.external_id`, isCaseExact: true },
    members: {
      kind: 'list',
      parts: memberColumns.columns,
      exists: (condition: RawBuilder<boolean>) =>
        sql<boolean>`exists (select 1 from scim_group_member m where m.group_id = r.id and ${condition})`,
    },
    'meta.resourcetype': { kind: 'text', sql: sql`'Group'` },
    'meta.created': created,
    'meta.lastmodified': lastModified,
  },
}
