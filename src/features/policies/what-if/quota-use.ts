import { countedCharacters, quotas, type Quotas } from '#iam/quotas.ts'
import { attachedTo, type Estate, type EstatePolicy, type OrgPolicyType } from './estate.ts'

export type PolicyOwner = 'aws' | 'control_tower' | 'you'
export type QuotaUse = {
  readonly targetId: string
  readonly type: OrgPolicyType
  readonly slots: number
  readonly slotsMax: number
  readonly charactersMax: number
  readonly policies: readonly {
    readonly policyId: string
    readonly name: string
    readonly characters: number | null
    readonly owner: PolicyOwner
  }[]
  readonly exceeded: readonly ('slots' | 'characters')[]
}

const dialects = { SERVICE_CONTROL_POLICY: 'scp', RESOURCE_CONTROL_POLICY: 'rcp' } as const

/** How full a target is, and whose policies fill it: Control Tower's slots surprise people when they apply. */
export function quotaUseOf(estate: Estate, targetId: string, type: OrgPolicyType, limits: Quotas = quotas): QuotaUse {
  const quota = limits[dialects[type]] ?? quotas[dialects[type]]!
  const policies = attachedTo(estate, targetId, type).map((policy) => ({
    policyId: policy.id,
    name: policy.name,
    characters: policy.content === null ? null : countedCharacters(policy.content, quota),
    owner: ownerOf(policy),
  }))
  const slotsMax = quota.attachedMax ?? Number.POSITIVE_INFINITY
  const exceeded = [
    ...(policies.length > slotsMax ? ['slots' as const] : []),
    ...(policies.some(({ characters }) => characters !== null && characters > quota.charactersMax) ? ['characters' as const] : []),
  ]
  return { targetId, type, slots: policies.length, slotsMax, charactersMax: quota.charactersMax, policies, exceeded }
}

/** Control Tower names its guardrails `aws-guardrails-…`. https://docs.aws.amazon.com/controltower/latest/userguide/scp-control.html */
function ownerOf({ awsManaged, name }: EstatePolicy): PolicyOwner {
  if (awsManaged) return 'aws'
  return /^aws-guardrails-/i.test(name) ? 'control_tower' : 'you'
}
