import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'
import type { AccountChange } from './plan-account-changes.ts'
import type { TagChange } from './plan-tag-changes.ts'

type Stamp = { readonly at: Date; readonly newId: () => string }

/** Writes planned rows: new accounts inserted, known ones updated in place. Adopting an account ends its single connection (ORG-17). Answers rows written. */
export async function applyAccountChanges(tx: Tx, changes: readonly AccountChange[], { at, newId }: Stamp): Promise<number> {
  if (changes.length === 0) return 0
  const rows = changes.map(({ uid, accountId, fields }) => ({ ...fields, accountId, uid: uid ?? newId() }))
  await sql`
    insert into account (id, account_id, organization_uid, partition, name, email, arn, state, joined_method, joined_at, parent_id, path_ids,
      org_path, is_management_account, inclusion, status, status_reason, detached_at, detach_reason, purge_after, first_seen_at, updated_at)
    select r.uid, r."accountId", r."organizationUid", r.partition, r.name, r.email, r.arn, r.state, r."joinedMethod", r."joinedAt", r."parentId",
      r."pathIds", r."orgPath", r."isManagementAccount", r.inclusion, r.status, r."statusReason", r."detachedAt", r."detachReason",
      r."purgeAfter", ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(uid uuid, "accountId" text, "organizationUid" uuid, partition text, name text,
      email text, arn text, state text, "joinedMethod" text, "joinedAt" timestamptz, "parentId" text, "pathIds" text, "orgPath" text,
      "isManagementAccount" boolean, inclusion text, status text, "statusReason" text, "detachedAt" timestamptz, "detachReason" text,
      "purgeAfter" timestamptz)
    on conflict (provider, account_id) do update set organization_uid = excluded.organization_uid, partition = excluded.partition,
      name = excluded.name, email = excluded.email, arn = excluded.arn, state = excluded.state, joined_method = excluded.joined_method,
      joined_at = excluded.joined_at, parent_id = excluded.parent_id, path_ids = excluded.path_ids, org_path = excluded.org_path,
      is_management_account = excluded.is_management_account, inclusion = excluded.inclusion, status = excluded.status,
      status_reason = excluded.status_reason,
      status_detail = case when account.status = excluded.status then account.status_detail end,
      detached_at = excluded.detached_at, detach_reason = excluded.detach_reason, purge_after = excluded.purge_after,
      purged_at = case when excluded.inclusion = 'imported' then null else account.purged_at end, updated_at = excluded.updated_at`.execute(
    tx,
  )
  const adopted = changes.filter(({ events }) => events.some((event) => event.kind === 'adopted')).map(({ uid }) => uid)
  if (adopted.length > 0) await sql`delete from account_connection where account_uid = any(${adopted}::uuid[])`.execute(tx)
  return changes.length
}

export type AccountTagChange = { readonly accountUid: string; readonly change: TagChange }

/** Writes planned tags. Answers rows written. */
export async function applyTagChanges(tx: Tx, changes: readonly AccountTagChange[]): Promise<number> {
  const set = changes.flatMap(({ accountUid, change }) => change.set.map((tag) => ({ accountUid, ...tag })))
  const removed = changes.flatMap(({ accountUid, change }) => change.removed.map((key) => ({ accountUid, key })))
  if (set.length > 0) {
    await sql`
      insert into account_tag (account_uid, key, value)
      select r."accountUid", r.key, r.value from jsonb_to_recordset(${JSON.stringify(set)}::jsonb) as r("accountUid" uuid, key text, value text)
      on conflict (account_uid, key) do update set value = excluded.value`.execute(tx)
  }
  if (removed.length > 0) {
    await sql`
      delete from account_tag using jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as r("accountUid" uuid, key text)
      where account_tag.account_uid = r."accountUid" and account_tag.key = r.key`.execute(tx)
  }
  return set.length + removed.length
}

/** Remembers whose own tags were read to the end, apart from the account's row. */
export async function recordTagsRead(tx: Tx, accountUids: readonly string[], at: Date): Promise<void> {
  if (accountUids.length === 0) return
  await sql`
    insert into account_observation (account_uid, tags_read_at) select unnest(${[...accountUids]}::uuid[]), ${at}
    on conflict (account_uid) do update set tags_read_at = excluded.tags_read_at`.execute(tx)
}
