import { sql } from 'kysely'
import type { Db, Tx } from '../db.ts'

export type ColumnFacts = {
  readonly name: string
  readonly type: string
  readonly isNullable: boolean
  readonly defaultSql: string | null
  readonly identity: 'always' | 'by default' | null
  readonly isGenerated: boolean
}
export type TableFacts = {
  readonly name: string
  readonly columns: readonly ColumnFacts[]
  /** Name and definition, foreign keys last. */
  readonly constraints: readonly { readonly name: string; readonly definition: string }[]
  readonly indexes: readonly string[]
  readonly triggers: readonly string[]
  /** `by list (…)`, when the table is partitioned. */
  readonly partitionKey: string | null
  /** The parent and the bounds, when the table is a partition. */
  readonly partitionOf: { readonly parent: string; readonly bounds: string } | null
}
export type Schema = {
  readonly tables: readonly TableFacts[]
  readonly functions: readonly string[]
  readonly views: readonly { readonly name: string; readonly definition: string }[]
}

/** Reads the catalog of the `public` schema, in an order and a spelling that do not depend on the server's version. */
export async function describeSchema(db: Db | Tx): Promise<Schema> {
  const tables = await sql<TableFacts>`
    select c.relname as name,
      (select json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'isNullable', not a.attnotnull,
          'defaultSql', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
          'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
          'isGenerated', a.attgenerated <> '') order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(json_build_object('name', conname, 'definition', pg_get_constraintdef(oid)) order by contype = 'f', conname collate "C")
        from pg_constraint where conrelid = c.oid and contype <> 'n' and contype <> 't'), '[]') as constraints,
      coalesce((select json_agg(pg_get_indexdef(i.indexrelid) order by pg_get_indexdef(i.indexrelid) collate "C")
        from pg_index i where i.indrelid = c.oid and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))), '[]') as indexes,
      coalesce((select json_agg(pg_get_triggerdef(t.oid) order by t.tgname collate "C") from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal), '[]') as triggers,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionKey",
      (select json_build_object('parent', h.inhparent::regclass::text, 'bounds', pg_get_expr(c.relpartbound, c.oid)) from pg_inherits h where h.inhrelid = c.oid and c.relispartition) as "partitionOf"
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname collate "C"
  `.execute(db)
  const functions = await sql<{ definition: string }>`
    select pg_get_functiondef(p.oid) as definition from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
      and not exists (select 1 from pg_depend e where e.objid = p.oid and e.deptype = 'e')
    order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"
  `.execute(db)
  const views = await sql<{ name: string; definition: string }>`
    select c.relname as name, pg_get_viewdef(c.oid, true) as definition from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' order by c.relname collate "C"
  `.execute(db)
  return { tables: tables.rows, functions: functions.rows.map(({ definition }) => definition), views: views.rows }
}
