import type { AttachPolicyCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { attach } from '../policies.ts'

export const attachPolicy = organizationsOperation<AttachPolicyCommandInput>({
  name: 'AttachPolicy',
  access: 'reader',
  constraints: { PolicyId: ids.policy, TargetId: ids.target },
  resources: (organization, input) => [resourceArn(organization, input.PolicyId ?? ''), resourceArn(organization, input.TargetId ?? '')],
  context: (organization, input) => ({ 'organizations:PolicyType': organization.policies.get(input.PolicyId ?? '')?.type ?? '' }),
  handle: ({ organization, now }, input) => {
    attach(organization, { policyId: input.PolicyId ?? '', targetId: input.TargetId ?? '' }, now)
    return {}
  },
})
