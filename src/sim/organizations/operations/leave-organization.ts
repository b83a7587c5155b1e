import type { LeaveOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { assertMayDepart, departOrganization } from '../membership.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const leaveOrganization = organizationsOperation<LeaveOrganizationCommandInput>({
  name: 'LeaveOrganization',
  access: 'member',
  handle: ({ aws, caller, organization }) => {
    assertMayDepart(aws, organization, caller.accountId)
    departOrganization(aws, organization, caller.accountId)
    return {}
  },
})
