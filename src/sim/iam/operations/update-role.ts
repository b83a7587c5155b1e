import type { UpdateRoleRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { requireEditable } from '../errors.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import type { RoleRecord } from '../state.ts'

export const updateRole = defineOperation<UpdateRoleRequest>({
  name: 'UpdateRole',
  constraints: { RoleName: common.RoleName, MaxSessionDuration: common.MaxSessionDuration, Description: { length: [0, 1000] } },
  authorize: onPrincipal('UpdateRole'),
  handle(call) {
    const { Description, MaxSessionDuration } = call.input
    const role = principalOf(call) as RoleRecord
    requireEditable(role)
    if (Description !== undefined) role.description = Description
    if (MaxSessionDuration !== undefined) role.maxSessionDuration = MaxSessionDuration
    return {}
  },
})
