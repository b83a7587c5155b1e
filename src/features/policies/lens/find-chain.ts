import type { Db } from '#platform/db/db.ts'
import type { PolicyLevel } from '#iam/types.ts'
import { listPoliciesOnTargets } from '../queries.ts'
import type { PolicyChain } from './organization-evidence.ts'

type Place = { readonly organizationUid: string; readonly targets: readonly string[]; readonly isManagementAccount: boolean }

/**
 * SCPs over the caller's account and RCPs over the resource's, as harvested. Undefined where the caller's chain is not known whole; the
 * management account is bound by neither, and an account that is not ours brings no RCPs that we could know.
 */
export async function findChain(db: Db, accountId: string, resourceAccountId: string | undefined): Promise<PolicyChain | undefined> {
  const place = await findPlace(db, accountId)
  if (place === undefined) return undefined
  const scp = place.isManagementAccount ? [] : await levelsOf(db, place, 'SERVICE_CONTROL_POLICY')
  if (scp === undefined) return undefined
  const resourcePlace =
    resourceAccountId === undefined ? undefined : resourceAccountId === accountId ? place : await findPlace(db, resourceAccountId)
  const rcp =
    resourcePlace === undefined || resourcePlace.isManagementAccount
      ? []
      : ((await levelsOf(db, resourcePlace, 'RESOURCE_CONTROL_POLICY')) ?? [])
  return { scp, rcp }
}

async function findPlace(db: Db, accountId: string): Promise<Place | undefined> {
  const account = await db
    .selectFrom('account')
    .where('account_id', '=', accountId)
    .where('inclusion', '!=', 'detached')
    .select(['organization_uid', 'path_ids', 'is_management_account'])
    .executeTakeFirst()
  if (account === undefined || account.organization_uid === null || account.path_ids === null) return undefined
  return {
    organizationUid: account.organization_uid,
    targets: [...account.path_ids.split('/').slice(1, -1), accountId],
    isManagementAccount: account.is_management_account,
  }
}

/** Empty where the type is off; undefined where a text is missing or, with the type on, a level seems to have nothing attached. */
async function levelsOf(db: Db, { organizationUid, targets }: Place, type: string): Promise<PolicyLevel[] | undefined> {
  const byTarget = await listPoliciesOnTargets(db, organizationUid, targets)
  const levels = targets.map((target) => ({ target, policies: (byTarget.get(target) ?? []).filter((policy) => policy.type === type) }))
  if (levels.every(({ policies }) => policies.length === 0)) return []
  const isWhole = levels.every(
    ({ policies }) => policies.every(({ content }) => content !== null) && (type !== 'SERVICE_CONTROL_POLICY' || policies.length > 0),
  )
  if (!isWhole) return undefined
  return levels.map(({ target, policies }) => ({
    target,
    policies: policies.map(({ policyId, content }) => ({ name: policyId, document: content ?? '' })),
  }))
}
