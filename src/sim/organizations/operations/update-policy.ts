import type { UpdatePolicyCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids, policyContent, policyDescription, policyName } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { editPolicy } from '../policies.ts'
import { policySummaryShape } from '../shapes.ts'

export const updatePolicy = organizationsOperation<UpdatePolicyCommandInput>({
  name: 'UpdatePolicy',
  access: 'reader',
  constraints: { PolicyId: ids.policy, Name: policyName, Description: policyDescription, Content: policyContent },
  resources: (organization, input) => [resourceArn(organization, input.PolicyId ?? '')],
  context: (organization, input) => ({ 'organizations:PolicyType': organization.policies.get(input.PolicyId ?? '')?.type ?? '' }),
  handle: ({ organization }, input) => {
    const policy = editPolicy(organization, input.PolicyId ?? '', {
      name: input.Name,
      description: input.Description,
      content: input.Content,
    })
    return { Policy: { PolicySummary: policySummaryShape(policy), Content: policy.content } }
  },
})
