import type { Random } from '../ids.ts'
import { attach, policiesOn } from '../organizations/policies.ts'
import type { OrganizationRecord, PolicyRecord } from '../organizations/state.ts'
import type { SimulatedAws } from '../state.ts'
import { pick } from './chance.ts'
import { worldConditions } from './conditions.ts'
import { quarantine, rcpDraft, scpDraft } from './policy-library.ts'
import { seedPolicy, worldBegan } from './seeded-organization.ts'
import type { WorldSize } from './sizes.ts'

/** Directly attached at most, AWS's own included. */
const attachedMax = { SERVICE_CONTROL_POLICY: 10, RESOURCE_CONTROL_POLICY: 5 } as const
/** Share of attachments that go to OUs; the rest go to accounts. */
const ouShare = 0.6

export type PolicyPlan = { readonly size: WorldSize; readonly quarantineId: string | undefined }

/** The organization's own SCPs and RCPs and exactly `size.attachments` attachments of them. */
export function seedPolicies(aws: SimulatedAws, organization: OrganizationRecord, { size, quarantineId }: PolicyPlan): void {
  const random = aws.random('world/policies')
  const scps = Array.from({ length: size.scps }, (_, index) =>
    seedPolicy(aws, organization, { type: 'SERVICE_CONTROL_POLICY', ...(index === 0 ? quarantine : scpDraft(random, index)) }),
  )
  const rcps = Array.from({ length: size.rcps }, (_, index) =>
    seedPolicy(aws, organization, { type: 'RESOURCE_CONTROL_POLICY', ...rcpDraft(organization.id, index + 1) }),
  )
  const [quarantinePolicy, ...ordinary] = scps
  let left = size.attachments
  for (const targetId of quarantinePolicy === undefined ? [] : quarantined(aws, organization, quarantineId)) {
    attach(organization, { policyId: quarantinePolicy?.id ?? '', targetId }, worldBegan)
    left -= 1
  }
  const spread = [...ordinary, ...rcps]
  if (spread.length === 0) return
  const targets = { units: [...organization.units.keys()], accounts: [...organization.members.keys()] }
  for (let turn = 0; left > 0; turn += 1) {
    const policy = spread[turn % spread.length] as PolicyRecord
    const targetId = turn === 0 ? organization.rootId : targetFor(random, targets)
    if (!hasRoom(organization, policy, targetId)) continue
    attach(organization, { policyId: policy.id, targetId }, worldBegan)
    left -= 1
  }
}

function targetFor(
  random: Random,
  { units, accounts }: { readonly units: readonly string[]; readonly accounts: readonly string[] },
): string {
  return pick(random, units.length > 0 && random() < ouShare ? units : accounts)
}

function hasRoom(organization: OrganizationRecord, policy: PolicyRecord, target: string): boolean {
  const attached = policiesOn(organization, policy.type, target)
  const max = policy.type === 'RESOURCE_CONTROL_POLICY' ? attachedMax.RESOURCE_CONTROL_POLICY : attachedMax.SERVICE_CONTROL_POLICY
  return !attached.includes(policy.id) && attached.length < max
}

/** The quarantine OU and the blocked accounts that are elsewhere. */
function quarantined(aws: SimulatedAws, organization: OrganizationRecord, quarantineId: string | undefined): readonly string[] {
  const blocked = [...worldConditions(aws)].filter(([, condition]) => condition === 'scp_blocked').map(([accountId]) => accountId)
  const direct = blocked.filter((accountId) => organization.members.get(accountId)?.parentId !== quarantineId)
  return quarantineId === undefined ? direct : [quarantineId, ...direct]
}
