import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import type { TreeAccount, TreeOu } from './estate-queries.ts'
import { getOrganization } from './get-organization.ts'
import { countBelow, countPlaces, type LevelAccount, type LevelOu, listPoliciesOn } from './tree-level.ts'

/** Beyond this nobody reads on: a longer text finds less. */
const foundMax = 100

export type TreeFindings = {
  readonly organizationId: string
  /** OUs that were found, and every place on the way to what was found, parents first. */
  readonly places: readonly (LevelOu & { readonly isFound: boolean })[]
  readonly accounts: readonly LevelAccount[]
  /** False where there is more than is told. */
  readonly isComplete: boolean
}

/** OUs and accounts whose name or id holds the text, as last synced, with the places above them. */
export async function searchTree(db: Db, ref: string, text: string): Promise<TreeFindings> {
  const { uid, organizationId } = await getOrganization(db, ref)
  if (text === '') return { organizationId, places: [], accounts: [], isComplete: true }
  const accounts = await findAccounts(db, uid, text)
  const ous = await findOus(db, uid, text)
  const found = { accounts: accounts.slice(0, foundMax), ous: ous.slice(0, foundMax) }
  const places = await listPlacesAbove(db, uid, [...found.accounts, ...found.ous])
  const counts = await countPlaces(db, uid)
  const policies = await listPoliciesOn(db, uid, [...places.map(({ id }) => id), ...found.accounts.map(({ accountId }) => accountId)])
  const foundIds = new Set(found.ous.map(({ id }) => id))
  return {
    organizationId,
    places: places.map((place) => ({
      ...place,
      policies: policies.get(place.id) ?? [],
      accounts: countBelow(counts, place.pathIds),
      isFound: foundIds.has(place.id),
    })),
    accounts: found.accounts.map((account) => ({ ...account, policies: policies.get(account.accountId) ?? [] })),
    isComplete: accounts.length <= foundMax && ous.length <= foundMax,
  }
}

async function findAccounts(db: Db, uid: string, text: string): Promise<TreeAccount[]> {
  const { rows } = await sql<TreeAccount>`
    select account_id as "accountId", name, email, state, status, inclusion, is_management_account as "isManagementAccount",
      parent_id as "parentId", path_ids as "pathIds", org_path as "orgPath"
    from account where organization_uid = ${uid} and inclusion <> 'detached'
      and (position(lower(${text}) in lower(name)) > 0 or position(${text} in account_id) > 0)
    order by lower(name) collate "C", account_id limit ${foundMax + 1}`.execute(db)
  return rows
}

async function findOus(db: Db, uid: string, text: string): Promise<{ id: string; pathIds: string }[]> {
  const { rows } = await sql<{ id: string; pathIds: string }>`
    select ou_id as id, path_ids as "pathIds" from organizational_unit
    where organization_uid = ${uid} and (position(lower(${text}) in lower(name)) > 0 or position(lower(${text}) in ou_id) > 0)
    order by depth, lower(name) collate "C", ou_id limit ${foundMax + 1}`.execute(db)
  return rows
}

async function listPlacesAbove(
  db: Db,
  uid: string,
  found: readonly { readonly pathIds: string | null }[],
): Promise<(TreeOu & { readonly hasOus: boolean })[]> {
  const ids = [...new Set(found.flatMap(({ pathIds }) => pathIds?.split('/') ?? []))]
  const { rows } = await sql<TreeOu & { hasOus: boolean }>`
    select u.ou_id as id, u.parent_id as "parentId", u.name, u.depth, u.path_ids as "pathIds", u.org_path as "orgPath",
      exists (select 1 from organizational_unit below where below.organization_uid = u.organization_uid and below.parent_id = u.ou_id) as "hasOus"
    from organizational_unit u where u.organization_uid = ${uid} and u.ou_id = any(${ids}::text[])
    order by u.depth, lower(u.name) collate "C", u.ou_id`.execute(db)
  return rows
}
