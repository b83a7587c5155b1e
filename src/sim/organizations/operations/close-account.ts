import type { CloseAccountCommandInput } from '@aws-sdk/client-organizations'
import { accountArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { beginClosure } from '../membership.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const closeAccount = organizationsOperation<CloseAccountCommandInput>({
  name: 'CloseAccount',
  access: 'management',
  constraints: { AccountId: ids.account },
  resources: (organization, input) => [accountArn(organization, input.AccountId ?? '')],
  handle: ({ aws, organization }, input) => {
    beginClosure(aws, organization, input.AccountId ?? '')
    return {}
  },
})
