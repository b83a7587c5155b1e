import type { DetachPolicyCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { detach } from '../policies.ts'

export const detachPolicy = organizationsOperation<DetachPolicyCommandInput>({
  name: 'DetachPolicy',
  access: 'reader',
  constraints: { PolicyId: ids.policy, TargetId: ids.target },
  resources: (organization, input) => [resourceArn(organization, input.PolicyId ?? ''), resourceArn(organization, input.TargetId ?? '')],
  context: (organization, input) => ({ 'organizations:PolicyType': organization.policies.get(input.PolicyId ?? '')?.type ?? '' }),
  handle: ({ organization, now }, input) => {
    detach(organization, { policyId: input.PolicyId ?? '', targetId: input.TargetId ?? '' }, now)
    return {}
  },
})
