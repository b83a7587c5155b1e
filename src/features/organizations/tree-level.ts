import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import { readOncePerChange } from '#platform/db/once-per-change.ts'
import { type SortPosition, sortRows } from '#platform/db/sorted-rows.ts'
import { organizationErrors } from './errors.ts'
import type { TreeAccount, TreeOu } from './estate-queries.ts'
import { getOrganization } from './get-organization.ts'
import type { AttachedPolicy } from './organization-tree.ts'

/** Where accounts stand whose place was not readable. */
export const unplaced = 'unplaced'

export type LevelOu = TreeOu & { readonly policies: readonly AttachedPolicy[]; readonly accounts: number; readonly hasOus: boolean }
export type LevelAccount = TreeAccount & { readonly policies: readonly AttachedPolicy[] }
export type TreeLevel = {
  readonly organizationId: string
  readonly managementAccountId: string
  /** The place itself; null for accounts without a known one. */
  readonly place: LevelOu | null
  readonly ous: readonly LevelOu[]
  readonly accounts: readonly (LevelAccount & { readonly sortKey: string; readonly sortTie: string })[]
  /** Accounts whose place is not known. */
  readonly unplaced: number
}

type Page = { readonly limit: number; readonly position: SortPosition | undefined }

/**
 * One level of the tree as last synced: a place, the OUs directly in it with how many accounts stand at and below each, and one page of
 * its own accounts by name. Costs the same in an estate of any depth; the whole tree of a large one is megabytes.
 */
export async function getTreeLevel(
  db: Db,
  ref: string,
  { under, page }: { readonly under: string | undefined; readonly page: Page },
): Promise<TreeLevel> {
  const { uid, organizationId, managementAccountId } = await getOrganization(db, ref)
  const organization = { organizationId, managementAccountId }
  const counts = await countPlaces(db, uid)
  const lost = counts.find(({ pathIds }) => pathIds === null)?.count ?? 0
  if (under === unplaced) {
    const accounts = await listLevelAccounts(db, { uid, at: null, page })
    const policies = await listPoliciesOn(
      db,
      uid,
      accounts.map(({ accountId }) => accountId),
    )
    return { ...organization, place: null, ous: [], accounts: withPolicies(accounts, policies), unplaced: lost }
  }
  const places = await listPlaces(db, uid, under)
  const [place, ...ous] = places
  if (place === undefined) throw await explainMissing(db, { uid, organizationId, under })
  const accounts = await listLevelAccounts(db, { uid, at: place.id, page })
  const policies = await listPoliciesOn(db, uid, [...places.map(({ id }) => id), ...accounts.map(({ accountId }) => accountId)])
  const known = (ou: TreeOu & { readonly hasOus: boolean }): LevelOu => ({
    ...ou,
    policies: policies.get(ou.id) ?? [],
    accounts: countBelow(counts, ou.pathIds),
  })
  return {
    ...organization,
    place: known(place),
    ous: ous.map(known),
    accounts: withPolicies(accounts, policies),
    unplaced: lost,
  }
}

function withPolicies<Account extends TreeAccount>(accounts: readonly Account[], policies: ReadonlyMap<string, readonly AttachedPolicy[]>) {
  return accounts.map((account) => ({ ...account, policies: policies.get(account.accountId) ?? [] }))
}

/** The place, and the OUs directly in it by name. */
async function listPlaces(db: Db, uid: string, under: string | undefined): Promise<(TreeOu & { readonly hasOus: boolean })[]> {
  const here = under === undefined ? sql`u.parent_id is null` : sql`u.ou_id = ${under}`
  const above =
    under === undefined ? sql`(select ou_id from organizational_unit where organization_uid = ${uid} and parent_id is null)` : sql`${under}`
  const { rows } = await sql<TreeOu & { hasOus: boolean }>`
    select u.ou_id as id, u.parent_id as "parentId", u.name, u.depth, u.path_ids as "pathIds", u.org_path as "orgPath",
      exists (select 1 from organizational_unit below where below.organization_uid = u.organization_uid and below.parent_id = u.ou_id) as "hasOus"
    from organizational_unit u where u.organization_uid = ${uid} and (${here} or u.parent_id = ${above})
    order by (${here}) desc, lower(u.name) collate "C", u.ou_id`.execute(db)
  return rows[0] !== undefined && (under === undefined ? rows[0].parentId === null : rows[0].id === under) ? rows : []
}

async function explainMissing(
  db: Db,
  { uid, organizationId, under }: { readonly uid: string; readonly organizationId: string; readonly under: string | undefined },
): Promise<Error> {
  const known = await db.selectFrom('organizational_unit').select('ou_id').where('organization_uid', '=', uid).limit(1).executeTakeFirst()
  return under !== undefined && known !== undefined
    ? organizationErrors.organization_not_found(`${organizationId} has no OU ${under}.`)
    : organizationErrors.organization_tree_unknown(
        `${organizationId} has not completed a sync yet, so its tree is not known. Start one, or wait for it.`,
      )
}

/** Accounts in each place that has any; under null those whose place is not known. */
export async function countPlaces(db: Db, uid: string): Promise<readonly PlaceCount[]> {
  return readOncePerChange(
    db,
    sql<PlaceCount>`
      select path_ids as "pathIds", count(*) as count from account where organization_uid = ${uid} and inclusion <> 'detached' group by path_ids`,
  )
}

type PlaceCount = { readonly pathIds: string | null; readonly count: number }

/** How many accounts stand at and below a place. */
export function countBelow(counts: readonly PlaceCount[], pathIds: string): number {
  return counts.reduce((sum, place) => (place.pathIds?.startsWith(pathIds) === true ? sum + place.count : sum), 0)
}

type SortedAccount = TreeAccount & { readonly sortKey: string; readonly sortTie: string }

async function listLevelAccounts(
  db: Db,
  { uid, at, page }: { readonly uid: string; readonly at: string | null; readonly page: Page },
): Promise<SortedAccount[]> {
  const sorted = sortRows({
    key: { by: sql`lower(account.name)`, type: 'text' },
    tie: sql`account.account_id`,
    isDescending: false,
    position: page.position,
  })
  const { rows } = await sql<SortedAccount>`
    select account_id as "accountId", name, email, state, status, inclusion, is_management_account as "isManagementAccount",
      parent_id as "parentId", path_ids as "pathIds", org_path as "orgPath", ${sorted.columns}
    from account where organization_uid = ${uid} and inclusion <> 'detached'
      and ${at === null ? sql`path_ids is null` : sql`path_ids is not null and parent_id = ${at}`} and ${sorted.condition}
    order by ${sorted.order} limit ${page.limit}`.execute(db)
  return rows
}

/** Policies attached directly to each of these places and accounts. */
export async function listPoliciesOn(
  db: Db,
  uid: string,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AttachedPolicy[]>> {
  const { rows } = await sql<AttachedPolicy & { targetId: string }>`
    select a.target_id as "targetId", p.policy_id as "policyId", p.name, p.type, p.aws_managed as "awsManaged"
    from policy_attachment a join org_policy p on p.organization_uid = a.organization_uid and p.policy_id = a.policy_id
    where a.organization_uid = ${uid} and a.target_id = any(${[...targetIds]}::text[])
    order by p.type, p.name`.execute(db)
  return new Map(
    [...Map.groupBy(rows, ({ targetId }) => targetId)].map(([targetId, policies]) => [
      targetId,
      policies.map(({ targetId: _, ...policy }) => policy),
    ]),
  )
}
