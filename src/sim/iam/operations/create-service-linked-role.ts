import type { CreateServiceLinkedRoleRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { iamArn } from '../requests.ts'
import { addServiceLinkedRole } from '../service-linked-role.ts'
import { roleView } from '../views.ts'

export const createServiceLinkedRole = defineOperation<CreateServiceLinkedRoleRequest>({
  name: 'CreateServiceLinkedRole',
  constraints: { AWSServiceName: { pattern: /^[\w+=,.@-]+$/, length: [1, 128] } },
  authorize: (call) => ({
    action: 'iam:CreateServiceLinkedRole',
    resource: iamArn(call, `role/aws-service-role/${call.input.AWSServiceName}/*`),
    context: { 'iam:AWSServiceName': call.input.AWSServiceName! },
  }),
  handle(call) {
    const { AWSServiceName, CustomSuffix, Description } = call.input
    const role = addServiceLinkedRole(call.aws, call.caller.accountId, {
      servicePrincipal: AWSServiceName!,
      suffix: CustomSuffix,
      description: Description,
    })
    if (role === undefined)
      throw new SimError(
        'InvalidInputException',
        'Service role name for this service has been taken in this account, please try a different suffix.',
      )
    return { Role: roleView(call.aws, role) }
  },
})
