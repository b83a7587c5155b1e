import type { DeletePolicyCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { removePolicy } from '../policies.ts'
import { forgetTags } from '../tags.ts'

export const deletePolicy = organizationsOperation<DeletePolicyCommandInput>({
  name: 'DeletePolicy',
  access: 'reader',
  constraints: { PolicyId: ids.policy },
  resources: (organization, input) => [resourceArn(organization, input.PolicyId ?? '')],
  context: (organization, input) => ({ 'organizations:PolicyType': organization.policies.get(input.PolicyId ?? '')?.type ?? '' }),
  handle: ({ organization }, input) => {
    const policyId = input.PolicyId ?? ''
    removePolicy(organization, policyId)
    forgetTags(organization, policyId)
    return {}
  },
})
