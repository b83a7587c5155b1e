import type { DescribeAccountCommandInput } from '@aws-sdk/client-organizations'
import { accountArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { accountShape } from '../shapes.ts'
import { getMember } from '../tree.ts'

export const describeAccount = organizationsOperation<DescribeAccountCommandInput>({
  name: 'DescribeAccount',
  access: 'reader',
  constraints: { AccountId: ids.account },
  resources: (organization, input) => [accountArn(organization, input.AccountId ?? '')],
  handle: ({ aws, organization }, input) => ({ Account: accountShape(aws, organization, getMember(organization, input.AccountId ?? '')) }),
})
