import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'
import type { OrgPolicy, PolicyAttachment, RowChange } from './plan-policy-changes.ts'

/** Writes planned policies. Answers rows written. */
export async function applyPolicyChanges(tx: Tx, organizationUid: string, changes: readonly RowChange<OrgPolicy>[]): Promise<number> {
  const put = changes.flatMap((change) => (change.kind === 'put' ? [change.row] : []))
  const gone = changes.flatMap((change) => (change.kind === 'delete' ? [change.row.policyId] : []))
  if (put.length > 0) {
    await sql`
      insert into org_policy (organization_uid, policy_id, type, name, description, arn, aws_managed, content, content_hash)
      select ${organizationUid}::uuid, r."policyId", r.type, r.name, r.description, r.arn, r."awsManaged", r.content, r."contentHash"
      from jsonb_to_recordset(${JSON.stringify(put)}::jsonb) as r("policyId" text, type text, name text, description text, arn text,
        "awsManaged" boolean, content text, "contentHash" text)
      on conflict (organization_uid, policy_id) do update set type = excluded.type, name = excluded.name, description = excluded.description,
        arn = excluded.arn, aws_managed = excluded.aws_managed, content = excluded.content, content_hash = excluded.content_hash`.execute(
      tx,
    )
  }
  if (gone.length > 0) {
    await sql`delete from org_policy where organization_uid = ${organizationUid} and policy_id = any(${gone}::text[])`.execute(tx)
  }
  return changes.length
}

/** Writes planned attachments. Answers rows written. */
export async function applyAttachmentChanges(
  tx: Tx,
  organizationUid: string,
  changes: readonly RowChange<PolicyAttachment>[],
): Promise<number> {
  const put = changes.flatMap((change) => (change.kind === 'put' ? [change.row] : []))
  const gone = changes.flatMap((change) => (change.kind === 'delete' ? [change.row] : []))
  if (put.length > 0) {
    await sql`
      insert into policy_attachment (organization_uid, policy_id, target_id, target_type, derived)
      select ${organizationUid}::uuid, r."policyId", r."targetId", r."targetType", r.derived
      from jsonb_to_recordset(${JSON.stringify(put)}::jsonb) as r("policyId" text, "targetId" text, "targetType" text, derived boolean)
      on conflict (organization_uid, policy_id, target_id) do update set target_type = excluded.target_type, derived = excluded.derived`.execute(
      tx,
    )
  }
  if (gone.length > 0) {
    await sql`
      delete from policy_attachment using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as r("policyId" text, "targetId" text)
      where organization_uid = ${organizationUid} and policy_attachment.policy_id = r."policyId"
        and policy_attachment.target_id = r."targetId"`.execute(tx)
  }
  return changes.length
}
