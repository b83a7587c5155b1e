import type { DescribeCreateAccountStatusCommandInput } from '@aws-sdk/client-organizations'
import { ids } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { createAccountStatusShape } from '../shapes.ts'

export const describeCreateAccountStatus = organizationsOperation<DescribeCreateAccountStatusCommandInput>({
  name: 'DescribeCreateAccountStatus',
  access: 'reader',
  constraints: { CreateAccountRequestId: ids.createRequest },
  handle: ({ organization }, input) => {
    const request = organization.createRequests.get(input.CreateAccountRequestId ?? '')
    if (request === undefined) throw organizationsError('CreateAccountStatusNotFoundException')
    return { CreateAccountStatus: createAccountStatusShape(request) }
  },
})
