import type { RemoveAccountFromOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { accountArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { assertMayDepart, departOrganization } from '../membership.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const removeAccountFromOrganization = organizationsOperation<RemoveAccountFromOrganizationCommandInput>({
  name: 'RemoveAccountFromOrganization',
  access: 'management',
  constraints: { AccountId: ids.account },
  resources: (organization, input) => [accountArn(organization, input.AccountId ?? '')],
  handle: ({ aws, organization }, input) => {
    const accountId = input.AccountId ?? ''
    assertMayDepart(aws, organization, accountId)
    departOrganization(aws, organization, accountId)
    return {}
  },
})
