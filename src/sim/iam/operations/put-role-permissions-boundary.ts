import type { PutRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'
import { findPolicyText } from '../state.ts'

export const putRolePermissionsBoundary = defineOperation<PutRolePermissionsBoundaryRequest>({
  name: 'PutRolePermissionsBoundary',
  constraints: { RoleName: common.RoleName, PermissionsBoundary: common.PolicyArn },
  authorize: (call) => ({
    ...onPrincipal('PutRolePermissionsBoundary')(call),
    context: { 'iam:PermissionsBoundary': call.input.PermissionsBoundary! },
  }),
  handle(call) {
    const { PermissionsBoundary } = call.input
    const record = principalOf(call)
    if (findPolicyText(call.aws, ownIam(call), PermissionsBoundary!) === undefined)
      throw new SimError('NoSuchEntityException', `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.`)
    record.boundary = PermissionsBoundary!
    ownIam(call).version += 1
    return {}
  },
})
