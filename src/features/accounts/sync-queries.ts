import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { AccountInclusion, AccountState, AccountStatus, StoredAccount } from './account.ts'
import type { Tags } from './plan-tag-changes.ts'

export type AccountRange = {
  readonly organizationUid: string
  /** Accounts wanted whoever manages them now. */
  readonly accountIds: readonly string[]
  readonly after: string
  /** Null: to the end. */
  readonly upTo: string | null
}

/** Stored accounts of an organization, and those named, in id order within the range; locked against other writers. */
export async function listAccountsInRange(tx: Tx, range: AccountRange): Promise<StoredAccount[]> {
  const { rows } = await sql<StoredAccount>`
    select id as uid, account_id as "accountId", organization_uid as "organizationUid", partition, name, email, arn, state,
      joined_method as "joinedMethod", joined_at as "joinedAt", parent_id as "parentId", path_ids as "pathIds", org_path as "orgPath",
      is_management_account as "isManagementAccount", inclusion, status, status_reason as "statusReason", detached_at as "detachedAt",
      detach_reason as "detachReason", purge_after as "purgeAfter"
    from account
    where provider = 'aws' and account_id > ${range.after} and (${range.upTo}::text is null or account_id <= ${range.upTo})
      and (organization_uid = ${range.organizationUid} or account_id = any(${[...range.accountIds]}::text[]))
    order by account_id collate "C" for update`.execute(tx)
  return rows
}

export type TaggedAccount = { readonly uid: string; readonly accountId: string; readonly tags: Tags }

/** Stored tags of those of the named accounts that an organization imports. */
export async function listTagsOfImported(
  db: Db | Tx,
  organizationUid: string,
  accountIds: readonly string[],
): Promise<Map<string, TaggedAccount>> {
  const { rows } = await sql<TaggedAccount>`
    select a.id as uid, a.account_id as "accountId",
      coalesce((select jsonb_object_agg(t.key, t.value) from account_tag t where t.account_uid = a.id), '{}') as tags
    from account a
    where a.organization_uid = ${organizationUid} and a.inclusion = 'imported' and a.purged_at is null
      and a.account_id = any(${[...accountIds]}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.accountId, row]))
}

export type MemberToCheck = {
  readonly uid: string
  readonly accountId: string
  readonly state: AccountState
  readonly isManagementAccount: boolean
  readonly pathIds: string | null
  readonly status: AccountStatus
  readonly statusReason: string | null
}

/** Imported accounts that AWS lets anybody into, not tried since `since` and not ignored now, in id order after `after`. */
export async function listMembersToCheck(
  db: Db,
  input: { organizationUid: string; since: Date; now: Date; after: string; limit: number },
): Promise<MemberToCheck[]> {
  const { rows } = await sql<MemberToCheck>`
    select a.id as uid, a.account_id as "accountId", a.state, a.is_management_account as "isManagementAccount", a.path_ids as "pathIds", a.status,
      a.status_reason as "statusReason"
    from account a left join account_observation o on o.account_uid = a.id
    where a.organization_uid = ${input.organizationUid} and a.inclusion = 'imported' and a.account_id > ${input.after}
      and a.state in ('ACTIVE', 'PENDING_CLOSURE', 'UNKNOWN')
      and (o.member_checked_at is null or o.member_checked_at < ${input.since})
      and (a.ignored_until is null or a.ignored_until <= ${input.now})
    order by a.account_id collate "C" limit ${input.limit}`.execute(db)
  return rows
}

export type MemberResult = {
  readonly uid: string
  readonly status: AccountStatus
  readonly statusReason: string | null
  readonly statusDetail: unknown
}

/** Stores what trying the member roles showed. An account that was detached or suspended meanwhile keeps saying so. */
export async function applyMemberResults(tx: Tx, results: readonly MemberResult[], at: Date): Promise<void> {
  if (results.length === 0) return
  const json = JSON.stringify(results)
  await sql`
    update account set status = r.status, status_reason = r."statusReason", status_detail = r."statusDetail", updated_at = ${at}
    from jsonb_to_recordset(${json}::jsonb) as r(uid uuid, status text, "statusReason" text, "statusDetail" jsonb)
    where account.id = r.uid and account.inclusion = 'imported' and account.state not in ('SUSPENDED', 'CLOSED')
      and (account.status, account.status_reason, account.status_detail)
        is distinct from (r.status, r."statusReason", nullif(r."statusDetail", 'null'::jsonb))`.execute(tx)
  await sql`
    insert into account_observation (account_uid, member_checked_at)
    select r.uid, ${at} from jsonb_to_recordset(${json}::jsonb) as r(uid uuid)
    on conflict (account_uid) do update set member_checked_at = excluded.member_checked_at`.execute(tx)
}

/** How many accounts are part of the estate, and how many of them a complete list of ids no longer shows. */
export async function countDepartures(
  tx: Tx,
  organizationUid: string,
  listed: { readonly table: string; readonly runId: string },
): Promise<{ known: number; gone: number; goneIds: string[] }> {
  const { rows } = await sql<{ known: number; gone: number; goneIds: string[] | null }>`
    select count(*) as known, count(*) filter (where s.account_id is null) as gone,
      (array_agg(a.account_id order by a.account_id) filter (where s.account_id is null))[1:20] as "goneIds"
    from account a left join ${sql.table(listed.table)} s on s.run_id = ${listed.runId} and s.account_id = a.account_id
    where a.organization_uid = ${organizationUid} and a.inclusion <> 'detached'`.execute(tx)
  const row = rows[0]
  return { known: row?.known ?? 0, gone: row?.gone ?? 0, goneIds: row?.goneIds ?? [] }
}

export type PurgedAccount = {
  readonly accountId: string
  /** Null: it was connected singly. */
  readonly organizationUid: string | null
  readonly inclusion: AccountInclusion
}

/**
 * Removes accounts whose grace period is over. One that AWS still lists (closed for less than 90 days, or excluded) keeps an empty row, so
 * that the next sync does not take it for a new account; its tags go. History stays in either case.
 */
export async function purgeDetachedAccounts(tx: Tx, now: Date, limit: number): Promise<PurgedAccount[]> {
  const due = sql`(select id from account where purge_after <= ${now} and inclusion <> 'imported' order by purge_after limit ${limit} for update skip locked)`
  const { rows: kept } = await sql<PurgedAccount>`
    update account set purge_after = null, purged_at = ${now}, updated_at = ${now} where id in ${due} and inclusion <> 'detached'
    returning account_id as "accountId", organization_uid as "organizationUid", inclusion`.execute(tx)
  await sql`delete from account_tag t using account a where a.id = t.account_uid and a.purged_at = ${now}`.execute(tx)
  const { rows: deleted } = await sql<PurgedAccount>`
    delete from account where id in ${due} and inclusion = 'detached'
    returning account_id as "accountId", organization_uid as "organizationUid", inclusion`.execute(tx)
  return [...kept, ...deleted]
}
