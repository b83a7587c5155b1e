import type { Db } from '#platform/db/db.ts'
import { chainPlaceOf, listPolicyLevels } from '../policy-chain.ts'
import type { PolicyChain } from './organization-evidence.ts'

/**
 * SCPs over the caller's account and RCPs over the resource's, as harvested. Undefined where either is not known whole, lest what was not
 * read count as not there; an account that is not ours brings no RCPs that we could know.
 */
export async function findChain(db: Db, accountId: string, resourceAccountId: string | undefined): Promise<PolicyChain | undefined> {
  const place = await findPlace(db, accountId)
  const scp = place && (await listPolicyLevels(db, place, 'SERVICE_CONTROL_POLICY'))
  if (scp === undefined) return undefined
  const resourcePlace = resourceAccountId === accountId ? place : await findPlace(db, resourceAccountId)
  const rcp = resourcePlace === undefined ? [] : await listPolicyLevels(db, resourcePlace, 'RESOURCE_CONTROL_POLICY')
  return rcp === undefined ? undefined : { scp, rcp }
}

async function findPlace(db: Db, accountId: string | undefined) {
  if (accountId === undefined) return undefined
  const account = await db
    .selectFrom('account')
    .where('account_id', '=', accountId)
    .where('inclusion', '!=', 'detached')
    .select(['organization_uid as organizationUid', 'path_ids as pathIds', 'is_management_account as isManagementAccount'])
    .executeTakeFirst()
  const organizationUid = account?.organizationUid ?? undefined
  return account && organizationUid !== undefined ? chainPlaceOf({ ...account, organizationUid, accountId }) : undefined
}
