import type { NamedDocument, PolicyLevel } from '#iam/types.ts'
import type { OrganizationView } from '../providers.ts'
import { getPolicy, isEnabled, policiesOn } from './policies.ts'
import type { OrganizationRecord, PolicyRecord } from './state.ts'
import { chainTo } from './tree.ts'

type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'
type Levels = { readonly epoch: number; readonly byType: Readonly<Record<ControlPolicyType, Map<string, PolicyLevel>>> }

const caches = new WeakMap<OrganizationRecord, Levels>()
const documents = new WeakMap<PolicyRecord, NamedDocument>()

/**
 * Levels of one account, built on demand and shared until the next change of tree or policies; documents keep their identity as long as
 * their text, so that whoever compiles them can do it once per text.
 */
export function viewOf(organization: OrganizationRecord, accountId: string, at: number): OrganizationView | undefined {
  const member = organization.members.get(accountId)
  if (member === undefined) return undefined
  const path = chainTo(organization, member.parentId)
  const chain = [...path, accountId]
  const levelsOf = (type: ControlPolicyType) => chain.map((target) => levelOf(organization, type, target))
  const hasScp = isEnabled(organization, 'SERVICE_CONTROL_POLICY', at)
  const hasRcp = isEnabled(organization, 'RESOURCE_CONTROL_POLICY', at)
  return {
    id: organization.id,
    managementAccountId: organization.managementAccountId,
    path: `${organization.id}/${path.join('/')}/`,
    version: `${organization.id}/${organization.policyEpoch}/${hasScp}/${hasRcp}`,
    ...(hasScp && { scp: levelsOf('SERVICE_CONTROL_POLICY') }),
    ...(hasRcp && { rcp: levelsOf('RESOURCE_CONTROL_POLICY') }),
  }
}

function cacheOf(organization: OrganizationRecord): Levels {
  const held = caches.get(organization)
  if (held !== undefined && held.epoch === organization.policyEpoch) return held
  const fresh = { epoch: organization.policyEpoch, byType: { SERVICE_CONTROL_POLICY: new Map(), RESOURCE_CONTROL_POLICY: new Map() } }
  caches.set(organization, fresh)
  return fresh
}

function levelOf(organization: OrganizationRecord, type: ControlPolicyType, target: string): PolicyLevel {
  const cache = cacheOf(organization).byType[type]
  let held = cache.get(target)
  if (held === undefined) {
    held = { target, policies: policiesOn(organization, type, target).map((id) => documentOf(getPolicy(organization, id))) }
    cache.set(target, held)
  }
  return held
}

/** The name is the ARN, because that is what a denial names. */
function documentOf(policy: PolicyRecord): NamedDocument {
  const held = documents.get(policy)
  if (held !== undefined && held.document === policy.content) return held
  const fresh = { name: policy.arn, document: policy.content }
  documents.set(policy, fresh)
  return fresh
}
