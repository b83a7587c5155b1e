import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { AccountStatus } from './account.ts'

/** What stands in the way of connecting an account singly. */
export type SingleStanding =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'managed'; readonly organizationId: string }
  | { readonly kind: 'connected' }
  /** It left, or its registration or connection was removed: its row, history and badges are still here. */
  | { readonly kind: 'detached'; readonly uid: string }

/** Where an account stands today. Within a transaction its row is locked until the end, so that the answer stays true. */
export async function findSingleStanding(db: Db | Tx, accountId: string, { lock }: { readonly lock: boolean }): Promise<SingleStanding> {
  const { rows } = await sql<{ uid: string; inclusion: string; organizationId: string | null }>`
    select account.id as uid, account.inclusion, o.organization_id as "organizationId"
    from account left join organization o on o.id = account.organization_uid and o.removed_at is null
    where account.provider = 'aws' and account.account_id = ${accountId} ${lock ? sql`for update of account` : sql``}`.execute(db)
  const row = rows[0]
  if (row === undefined) return { kind: 'unknown' }
  if (row.inclusion === 'detached') return { kind: 'detached', uid: row.uid }
  return row.organizationId === null ? { kind: 'connected' } : { kind: 'managed', organizationId: row.organizationId }
}

export type SingleAccount = {
  readonly uid: string
  readonly accountId: string
  readonly partition: string
  /** Undefined keeps the name of an account that was here before. */
  readonly name: string | undefined
  readonly status: AccountStatus
  readonly statusReason: string | null
  readonly statusDetail: unknown
}

/**
 * Stores an account that no organization manages, new or back from being detached. AWS has just let us in, so it counts as ACTIVE; what only
 * an organization can tell (place, e-mail, tags) is forgotten rather than kept stale. Violates `account_once` when another was faster.
 */
export async function attachSingleAccount(tx: Tx, account: SingleAccount, at: Date): Promise<void> {
  const { uid, accountId, partition, name, status, statusReason } = account
  const detail = account.statusDetail === null ? null : JSON.stringify(account.statusDetail)
  await sql`
    insert into account (id, account_id, partition, name, state, inclusion, status, status_reason, status_detail, first_seen_at, updated_at)
    values (${uid}, ${accountId}, ${partition}, ${name ?? accountId}, 'ACTIVE', 'imported', ${status}, ${statusReason}, ${detail}::jsonb, ${at}, ${at})
    on conflict (id) do update set organization_uid = null, partition = excluded.partition, name = coalesce(${name ?? null}, account.name),
      email = null, arn = null, state = excluded.state, joined_method = null, joined_at = null, parent_id = null, path_ids = null, org_path = null,
      is_management_account = false, inclusion = excluded.inclusion, status = excluded.status, status_reason = excluded.status_reason,
      status_detail = excluded.status_detail, detached_at = null, detach_reason = null, purge_after = null, purged_at = null,
      updated_at = excluded.updated_at`.execute(tx)
  await sql`delete from account_tag where account_uid = ${uid}`.execute(tx)
  await sql`
    insert into account_observation (account_uid, member_checked_at) values (${uid}, ${at})
    on conflict (account_uid) do update set member_checked_at = excluded.member_checked_at, tags_read_at = null`.execute(tx)
}

/** Renames an account that no organization names. */
export async function renameSingleAccount(tx: Tx, uid: string, { name, at }: { readonly name: string; readonly at: Date }): Promise<void> {
  await tx.updateTable('account').set({ name, updated_at: at }).where('id', '=', uid).execute()
}

export type SingleDetachment = { readonly reason: string; readonly at: Date; readonly purgeAfter: Date }

/** Takes an account out of the estate and keeps its row, badges and history until `purgeAfter`. */
export async function detachSingleAccount(tx: Tx, uid: string, { reason, at, purgeAfter }: SingleDetachment): Promise<void> {
  await tx
    .updateTable('account')
    .set({
      inclusion: 'detached',
      status: 'detached',
      status_reason: reason,
      status_detail: null,
      detached_at: at,
      detach_reason: reason,
      purge_after: purgeAfter,
      updated_at: at,
    })
    .where('id', '=', uid)
    .execute()
}
