import type { DescribeEffectivePolicyCommandInput } from '@aws-sdk/client-organizations'
import { effectivePolicyType, ids } from '../constraints.ts'
import { effectiveDocuments, inheritPolicy } from '../effective-policy.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { isEnabled } from '../policies.ts'

/** What the declarative policies on the way from the root to an account add up to. SCPs and RCPs have no effective form. */
export const describeEffectivePolicy = organizationsOperation<DescribeEffectivePolicyCommandInput>({
  name: 'DescribeEffectivePolicy',
  access: 'member',
  constraints: { PolicyType: effectivePolicyType, TargetId: ids.account },
  context: (_, input) => ({ 'organizations:PolicyType': input.PolicyType ?? '' }),
  handle: ({ caller, organization, now }, input) => {
    const { PolicyType: type = 'TAG_POLICY', TargetId: targetId = caller.accountId } = input
    const isOwn = targetId === caller.accountId
    const mayRead = isOwn || caller.accountId === organization.managementAccountId || organization.delegated.has(caller.accountId)
    if (!mayRead) throw organizationsError('AccessDeniedException')
    const member = organization.members.get(targetId)
    if (member === undefined) throw organizationsError('TargetNotFoundException')
    if (!isEnabled(organization, type, now)) throw organizationsError('EffectivePolicyNotFoundException')
    const documents = effectiveDocuments(organization, type, targetId)
    if (documents.length === 0) throw organizationsError('EffectivePolicyNotFoundException')
    const effective = documents.reduce((parent, child) => inheritPolicy(parent, child), {})
    return {
      EffectivePolicy: {
        PolicyContent: JSON.stringify(effective),
        LastUpdatedTimestamp: new Date(now),
        TargetId: targetId,
        PolicyType: type,
      },
    }
  },
})
