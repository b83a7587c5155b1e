import type { GetRoleRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import type { RoleRecord } from '../state.ts'
import { roleView } from '../views.ts'

export const getRole = defineOperation<GetRoleRequest>({
  name: 'GetRole',
  constraints: { RoleName: common.RoleName },
  authorize: onPrincipal('GetRole'),
  handle: (call) => ({ Role: roleView(call.aws, principalOf(call) as RoleRecord) }),
})
