import type { GetUserPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import { encodeDocument } from '../views.ts'

export const getUserPolicy = defineOperation<GetUserPolicyRequest>({
  name: 'GetUserPolicy',
  constraints: { UserName: common.UserName, PolicyName: common.PolicyName },
  authorize: onPrincipal('GetUserPolicy'),
  handle(call) {
    const { UserName, PolicyName } = call.input
    const document = principalOf(call).inline.get(PolicyName!)
    if (document === undefined) throw new SimError('NoSuchEntityException', `The user policy with name ${PolicyName} cannot be found.`)
    return { UserName, PolicyName, PolicyDocument: encodeDocument(document) }
  },
})
