import type { DescribeResourcePolicyCommandInput } from '@aws-sdk/client-organizations'
import { resourcePolicyArn } from '../arns.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const describeResourcePolicy = organizationsOperation<DescribeResourcePolicyCommandInput>({
  name: 'DescribeResourcePolicy',
  access: 'reader',
  handle: ({ organization }) => {
    const { resourcePolicy: policy } = organization
    if (policy === undefined) throw organizationsError('ResourcePolicyNotFoundException')
    return {
      ResourcePolicy: {
        ResourcePolicySummary: { Id: policy.id, Arn: resourcePolicyArn(organization, policy.id) },
        Content: policy.content,
      },
    }
  },
})
