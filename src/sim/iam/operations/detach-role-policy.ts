import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const detachRolePolicy = defineOperation<DetachRolePolicyRequest>({
  name: 'DetachRolePolicy',
  constraints: { RoleName: common.RoleName, PolicyArn: common.PolicyArn },
  authorize: (call) => ({ ...onPrincipal('DetachRolePolicy')(call), context: { 'iam:PolicyARN': call.input.PolicyArn! } }),
  handle(call) {
    const { PolicyArn } = call.input
    if (!principalOf(call).attached.delete(PolicyArn!)) throw new SimError('NoSuchEntityException', `Policy ${PolicyArn} was not found.`)
    ownIam(call).version += 1
    return {}
  },
})
