import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { Ou, OuChanges } from './plan-ou-changes.ts'

export async function listOus(db: Db | Tx, organizationUid: string): Promise<Ou[]> {
  const { rows } = await sql<Ou>`
    select ou_id as "ouId", parent_id as "parentId", name, arn, depth, path_ids as "pathIds", org_path as "orgPath", policy_types as "policyTypes"
    from organizational_unit where organization_uid = ${organizationUid}`.execute(db)
  return rows
}

/** Writes planned OUs. Answers rows written. */
export async function applyOuChanges(tx: Tx, organizationUid: string, { upserts, deletedIds }: OuChanges): Promise<number> {
  if (upserts.length > 0) {
    await sql`
      insert into organizational_unit (organization_uid, ou_id, parent_id, name, arn, depth, path_ids, org_path, policy_types)
      select ${organizationUid}::uuid, r."ouId", r."parentId", r.name, r.arn, r.depth, r."pathIds", r."orgPath", nullif(r."policyTypes", 'null'::jsonb)
      from jsonb_to_recordset(${JSON.stringify(upserts)}::jsonb) as r("ouId" text, "parentId" text, name text, arn text, depth integer,
        "pathIds" text, "orgPath" text, "policyTypes" jsonb)
      on conflict (organization_uid, ou_id) do update set parent_id = excluded.parent_id, name = excluded.name, arn = excluded.arn,
        depth = excluded.depth, path_ids = excluded.path_ids, org_path = excluded.org_path, policy_types = excluded.policy_types`.execute(
      tx,
    )
  }
  if (deletedIds.length > 0) {
    await sql`delete from organizational_unit where organization_uid = ${organizationUid} and ou_id = any(${[...deletedIds]}::text[])`.execute(
      tx,
    )
  }
  return upserts.length + deletedIds.length
}
