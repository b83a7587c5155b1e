import type { PutUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'
import { findPolicyText } from '../state.ts'

export const putUserPermissionsBoundary = defineOperation<PutUserPermissionsBoundaryRequest>({
  name: 'PutUserPermissionsBoundary',
  constraints: { UserName: common.UserName, PermissionsBoundary: common.PolicyArn },
  authorize: (call) => ({
    ...onPrincipal('PutUserPermissionsBoundary')(call),
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
