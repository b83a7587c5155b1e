import type { DetachUserPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const detachUserPolicy = defineOperation<DetachUserPolicyRequest>({
  name: 'DetachUserPolicy',
  constraints: { UserName: common.UserName, PolicyArn: common.PolicyArn },
  authorize: (call) => ({ ...onPrincipal('DetachUserPolicy')(call), context: { 'iam:PolicyARN': call.input.PolicyArn! } }),
  handle(call) {
    const { PolicyArn } = call.input
    if (!principalOf(call).attached.delete(PolicyArn!)) throw new SimError('NoSuchEntityException', `Policy ${PolicyArn} was not found.`)
    ownIam(call).version += 1
    return {}
  },
})
