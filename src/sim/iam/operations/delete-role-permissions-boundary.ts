import type { DeleteRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const deleteRolePermissionsBoundary = defineOperation<DeleteRolePermissionsBoundaryRequest>({
  name: 'DeleteRolePermissionsBoundary',
  constraints: { RoleName: common.RoleName },
  authorize: onPrincipal('DeleteRolePermissionsBoundary'),
  handle(call) {
    delete principalOf(call).boundary
    ownIam(call).version += 1
    return {}
  },
})
