import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'

/** An account as the doctor needs to know it. */
export type Patient = {
  readonly accountId: string
  readonly name: string
  readonly state: string
  readonly isManagementAccount: boolean
  readonly pathIds: string | null
  readonly lastReachedAt: Date | null
}

/**
 * Which accounts to try: those named; otherwise `sample` of the imported ones, the management account and the ailing first, the rest drawn
 * evenly by a hash of their ids, so that a second run tries the same.
 */
export async function listPatients(
  db: Db,
  organizationUid: string,
  { accountIds, sample }: { readonly accountIds: readonly string[]; readonly sample: number },
): Promise<Patient[]> {
  const all = db
    .selectFrom('account')
    .leftJoin('account_observation', 'account_observation.account_uid', 'account.id')
    .select(['account_id', 'name', 'state', 'is_management_account', 'path_ids', 'status', 'member_checked_at'])
    .where('organization_uid', '=', organizationUid)
    .where('inclusion', '!=', 'detached')
  const sampled = all
    .where('inclusion', '=', 'imported')
    .orderBy('is_management_account', 'desc')
    .orderBy(sql`status in ('ok', 'pending')`)
    .orderBy(sql`md5(account_id)`)
    .limit(sample)
  const rows = await (accountIds.length > 0 ? all.where('account_id', 'in', [...accountIds]) : sampled).execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    state: row.state,
    isManagementAccount: row.is_management_account,
    pathIds: row.path_ids,
    lastReachedAt: row.status === 'ok' ? row.member_checked_at : null,
  }))
}
