import type { PolicyLevel } from '#iam/types.ts'
import type { Db } from '#platform/db/db.ts'
import type { PolicyChain } from './lens/organization-evidence.ts'
import { listPoliciesOnTargets } from './queries.ts'

/** Where an account stands: `targets` are the root, each OU below it and the account itself. */
type ChainPlace = { readonly organizationUid: string; readonly targets: readonly string[]; readonly isManagementAccount: boolean }

type OrganizationPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'

type PlacedAccount = {
  readonly organizationUid: string
  readonly accountId: string
  readonly pathIds: string | null
  readonly isManagementAccount: boolean
}

/** The place of an account by its path of ids as harvested; undefined where the path is not known. */
export function chainPlaceOf({ organizationUid, accountId, pathIds, isManagementAccount }: PlacedAccount): ChainPlace | undefined {
  if (pathIds === null) return undefined
  return { organizationUid, targets: [...pathIds.split('/').slice(1, -1), accountId], isManagementAccount }
}

/** The SCPs and RCPs above and on one account as harvested, root first. Undefined where they are not known whole. */
export async function findPolicyChain(db: Db, account: PlacedAccount): Promise<PolicyChain | undefined> {
  const place = chainPlaceOf(account)
  if (place === undefined) return undefined
  const [scp, rcp] = await Promise.all([
    listPolicyLevels(db, place, 'SERVICE_CONTROL_POLICY'),
    listPolicyLevels(db, place, 'RESOURCE_CONTROL_POLICY'),
  ])
  return scp === undefined || rcp === undefined ? undefined : { scp, rcp }
}

/**
 * What is attached at each level. Empty for the management account, which neither type binds, and where the type is off. Undefined where a
 * text is missing, or where a level has no SCP though others have: AWS keeps at least one on each, so we have not seen everything.
 */
export async function listPolicyLevels(db: Db, place: ChainPlace, type: OrganizationPolicyType): Promise<PolicyLevel[] | undefined> {
  if (place.isManagementAccount) return []
  const byTarget = await listPoliciesOnTargets(db, place.organizationUid, place.targets)
  const levels = place.targets.map((target) => ({
    target,
    policies: (byTarget.get(target) ?? []).filter((policy) => policy.type === type),
  }))
  if (levels.every(({ policies }) => policies.length === 0)) return []
  if (type === 'SERVICE_CONTROL_POLICY' && levels.some(({ policies }) => policies.length === 0)) return undefined
  if (levels.some(({ policies }) => policies.some(({ content }) => content === null))) return undefined
  return levels.map(({ target, policies }) => ({
    target,
    policies: policies.map(({ policyId, content }) => ({ name: policyId, document: content ?? '' })),
  }))
}
