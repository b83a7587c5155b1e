import type { PutUserPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { requirePolicy } from '../errors.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const putUserPolicy = defineOperation<PutUserPolicyRequest>({
  name: 'PutUserPolicy',
  constraints: { UserName: common.UserName, PolicyName: common.PolicyName, PolicyDocument: common.PolicyDocument },
  authorize: onPrincipal('PutUserPolicy'),
  handle(call) {
    const record = principalOf(call)
    requirePolicy(call.input.PolicyDocument!, 'inlineOfUser')
    record.inline.set(call.input.PolicyName!, call.input.PolicyDocument!)
    ownIam(call).version += 1
    return {}
  },
})
