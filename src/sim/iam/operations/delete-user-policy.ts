import type { DeleteUserPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const deleteUserPolicy = defineOperation<DeleteUserPolicyRequest>({
  name: 'DeleteUserPolicy',
  constraints: { UserName: common.UserName, PolicyName: common.PolicyName },
  authorize: onPrincipal('DeleteUserPolicy'),
  handle(call) {
    const { PolicyName } = call.input
    if (!principalOf(call).inline.delete(PolicyName!))
      throw new SimError('NoSuchEntityException', `The user policy with name ${PolicyName} cannot be found.`)
    ownIam(call).version += 1
    return {}
  },
})
