import type { GetRolePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import { encodeDocument } from '../views.ts'

export const getRolePolicy = defineOperation<GetRolePolicyRequest>({
  name: 'GetRolePolicy',
  constraints: { RoleName: common.RoleName, PolicyName: common.PolicyName },
  authorize: onPrincipal('GetRolePolicy'),
  handle(call) {
    const { RoleName, PolicyName } = call.input
    const document = principalOf(call).inline.get(PolicyName!)
    if (document === undefined) throw new SimError('NoSuchEntityException', `The role policy with name ${PolicyName} cannot be found.`)
    return { RoleName, PolicyName, PolicyDocument: encodeDocument(document) }
  },
})
