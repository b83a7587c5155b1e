import type { DeleteUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const deleteUserPermissionsBoundary = defineOperation<DeleteUserPermissionsBoundaryRequest>({
  name: 'DeleteUserPermissionsBoundary',
  constraints: { UserName: common.UserName },
  authorize: onPrincipal('DeleteUserPermissionsBoundary'),
  handle(call) {
    delete principalOf(call).boundary
    ownIam(call).version += 1
    return {}
  },
})
