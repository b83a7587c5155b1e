import { listPoliciesOnTargets, type ChainPolicy, type PolicyChain } from '#features/policies/index.ts'
import type { PolicyLevel } from '#iam/types.ts'
import type { Db } from '#platform/db/db.ts'

/**
 * The SCPs and RCPs above and on one account as harvested, root first. Undefined where they are not known whole: with SCPs enabled every
 * level has at least one, so a level without, or a policy without text, means that we have not seen everything.
 */
export async function findPolicyChain(
  db: Db,
  organizationUid: string,
  account: { readonly accountId: string; readonly pathIds: string | null; readonly isManagementAccount: boolean },
): Promise<PolicyChain | undefined> {
  if (account.pathIds === null) return undefined
  if (account.isManagementAccount) return { scp: [], rcp: [] }
  const targets = [...account.pathIds.split('/').slice(1, -1), account.accountId]
  const byTarget = await listPoliciesOnTargets(db, organizationUid, targets)
  const scp = levelsOf(targets, byTarget, 'SERVICE_CONTROL_POLICY')
  const rcp = levelsOf(targets, byTarget, 'RESOURCE_CONTROL_POLICY')
  if (scp === undefined || rcp === undefined) return undefined
  if (scp.some((level) => level.policies.length === 0)) return undefined
  return { scp, rcp }
}

function levelsOf(
  targets: readonly string[],
  byTarget: ReadonlyMap<string, readonly ChainPolicy[]>,
  type: string,
): PolicyLevel[] | undefined {
  const levels = targets.map((target) => ({ target, policies: (byTarget.get(target) ?? []).filter((policy) => policy.type === type) }))
  if (levels.every((level) => level.policies.length === 0)) return []
  if (levels.some((level) => level.policies.some((policy) => policy.content === null))) return undefined
  return levels.map(({ target, policies }) => ({
    target,
    policies: policies.map(({ policyId, content }) => ({ name: policyId, document: content ?? '' })),
  }))
}
