import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'

/** Accounts that no registered organization manages, by id. */
export async function listSingleAccountIds(db: Db | Tx, partition: string): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .select('account_id')
    .where('partition', '=', partition)
    .where('organization_uid', 'is', null)
    .where('inclusion', '!=', 'detached')
    .orderBy('account_id')
    .execute()
  return rows.map(({ account_id: accountId }) => accountId)
}

export type AccountCounts = {
  readonly total: number
  readonly imported: number
  readonly excluded: number
  readonly suspended: number
  readonly detached: number
  /** Imported accounts that Reeve cannot reach or that AWS has suspended. */
  readonly attention: number
}

export const noAccounts: AccountCounts = { total: 0, imported: 0, excluded: 0, suspended: 0, detached: 0, attention: 0 }

/** Counts per organization; an account that left counts as detached and not in the total. */
export async function countAccounts(db: Db | Tx, organizationUids: readonly string[]): Promise<ReadonlyMap<string, AccountCounts>> {
  if (organizationUids.length === 0) return new Map()
  const rows = await db
    .selectFrom('account')
    .select(({ fn }) => [
      'organization_uid',
      fn.countAll<number>().filterWhere('inclusion', '!=', 'detached').as('total'),
      fn.countAll<number>().filterWhere('inclusion', '=', 'imported').as('imported'),
      fn.countAll<number>().filterWhere('inclusion', 'in', ['excluded_prefix', 'excluded_scope']).as('excluded'),
      fn.countAll<number>().filterWhere('inclusion', '=', 'suspended').as('suspended'),
      fn.countAll<number>().filterWhere('inclusion', '=', 'detached').as('detached'),
      fn.countAll<number>().filterWhere('inclusion', '=', 'imported').filterWhere('status', 'not in', ['ok', 'pending']).as('attention'),
    ])
    .where('organization_uid', 'in', [...organizationUids])
    .groupBy('organization_uid')
    .execute()
  return new Map(
    rows.map(({ organization_uid: uid, ...counts }) => [
      uid ?? '',
      {
        total: counts.total,
        imported: counts.imported,
        excluded: counts.excluded,
        suspended: counts.suspended,
        detached: counts.detached,
        attention: counts.attention,
      },
    ]),
  )
}

export type TreeOu = {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly depth: number
  readonly pathIds: string
  readonly orgPath: string
}
export type TreeAccount = {
  readonly accountId: string
  readonly name: string
  readonly email: string | null
  readonly state: string
  readonly status: string
  readonly inclusion: string
  readonly isManagementAccount: boolean
  readonly parentId: string | null
  readonly pathIds: string | null
  readonly orgPath: string | null
}
export type TreeAttachment = {
  readonly targetId: string
  readonly policyId: string
  readonly name: string
  readonly type: string
  readonly awsManaged: boolean
}

/** OUs of the tree, parents before children, names in order. */
export async function listTreeOus(db: Db | Tx, organizationUid: string): Promise<TreeOu[]> {
  const rows = await db
    .selectFrom('organizational_unit')
    .select(['ou_id', 'parent_id', 'name', 'depth', 'path_ids', 'org_path'])
    .where('organization_uid', '=', organizationUid)
    .orderBy('depth')
    .orderBy('name')
    .orderBy('ou_id')
    .execute()
  return rows.map((row) => ({
    id: row.ou_id,
    parentId: row.parent_id,
    name: row.name,
    depth: row.depth,
    pathIds: row.path_ids,
    orgPath: row.org_path,
  }))
}

/** Accounts of the tree except those that have left it. */
export async function listTreeAccounts(db: Db | Tx, organizationUid: string): Promise<TreeAccount[]> {
  const rows = await db
    .selectFrom('account')
    .select(['account_id', 'name', 'email', 'state', 'status', 'inclusion', 'is_management_account', 'parent_id', 'path_ids', 'org_path'])
    .where('organization_uid', '=', organizationUid)
    .where('inclusion', '!=', 'detached')
    .orderBy('name')
    .orderBy('account_id')
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    state: row.state,
    status: row.status,
    inclusion: row.inclusion,
    isManagementAccount: row.is_management_account,
    parentId: row.parent_id,
    pathIds: row.path_ids,
    orgPath: row.org_path,
  }))
}

/** Policies attached directly to roots, OUs and accounts. */
export async function listTreeAttachments(db: Db | Tx, organizationUid: string): Promise<TreeAttachment[]> {
  const rows = await db
    .selectFrom('policy_attachment as attachment')
    .innerJoin('org_policy as policy', (join) =>
      join.onRef('policy.organization_uid', '=', 'attachment.organization_uid').onRef('policy.policy_id', '=', 'attachment.policy_id'),
    )
    .select(['attachment.target_id', 'policy.policy_id', 'policy.name', 'policy.type', 'policy.aws_managed'])
    .where('attachment.organization_uid', '=', organizationUid)
    .orderBy('policy.type')
    .orderBy('policy.name')
    .execute()
  return rows.map((row) => ({
    targetId: row.target_id,
    policyId: row.policy_id,
    name: row.name,
    type: row.type,
    awsManaged: row.aws_managed,
  }))
}

export type Detachment = {
  readonly organizationUid: string
  readonly at: Date
  readonly purgeAfter: Date
  readonly reason: string
  readonly actor: string
}

/**
 * Detaches every account of a registration at once and writes one history event each; nothing is deleted. Answers how many. Accounts that
 * were detached before keep their own reason and date.
 */
export async function updateAccountsDetached(tx: Tx, { organizationUid, at, purgeAfter, reason, actor }: Detachment): Promise<number> {
  const detached = await sql<{ account_id: string }>`
    with before as (
      select id, account_id, inclusion, status from account where organization_uid = ${organizationUid} and inclusion <> 'detached' for update
    ), changed as (
      update account set inclusion = 'detached', status = 'detached', status_reason = ${reason}, detached_at = ${at}, detach_reason = ${reason},
        purge_after = ${purgeAfter}, updated_at = ${at}
      from before where account.id = before.id
      returning account.account_id, before.inclusion, before.status
    )
    insert into estate_event (organization_uid, subject_kind, subject_id, kind, before, after, actor, at)
    select ${organizationUid}, 'account', account_id, 'detached', jsonb_build_object('inclusion', inclusion, 'status', status),
      jsonb_build_object('inclusion', 'detached', 'reason', ${reason}::text), ${actor}, ${at}
    from changed
    returning subject_id as account_id`.execute(tx)
  return detached.rows.length
}

/** Whether an account is known to belong to the organization; false also where no sync has told. */
export async function isAccountOf(db: Db | Tx, organizationUid: string, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('organization_uid', '=', organizationUid)
    .where('account_id', '=', accountId)
    .where('inclusion', '!=', 'detached')
    .executeTakeFirst()
  return row !== undefined
}
