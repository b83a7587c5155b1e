import type { DeleteRolePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const deleteRolePolicy = defineOperation<DeleteRolePolicyRequest>({
  name: 'DeleteRolePolicy',
  constraints: { RoleName: common.RoleName, PolicyName: common.PolicyName },
  authorize: onPrincipal('DeleteRolePolicy'),
  handle(call) {
    const { PolicyName } = call.input
    if (!principalOf(call).inline.delete(PolicyName!))
      throw new SimError('NoSuchEntityException', `The role policy with name ${PolicyName} cannot be found.`)
    ownIam(call).version += 1
    return {}
  },
})
