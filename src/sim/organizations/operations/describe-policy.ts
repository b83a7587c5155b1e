import type { DescribePolicyCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { getPolicy } from '../policies.ts'
import { policySummaryShape } from '../shapes.ts'

export const describePolicy = organizationsOperation<DescribePolicyCommandInput>({
  name: 'DescribePolicy',
  access: 'reader',
  constraints: { PolicyId: ids.policy },
  resources: (organization, input) => [resourceArn(organization, input.PolicyId ?? '')],
  context: (organization, input) => ({ 'organizations:PolicyType': organization.policies.get(input.PolicyId ?? '')?.type ?? '' }),
  handle: ({ organization }, input) => {
    const policy = getPolicy(organization, input.PolicyId ?? '')
    return { Policy: { PolicySummary: policySummaryShape(policy), Content: policy.content } }
  },
})
