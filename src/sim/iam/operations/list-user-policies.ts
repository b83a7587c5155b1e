import type { ListUserPoliciesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onPrincipal, principalOf } from '../requests.ts'

export const listUserPolicies = defineOperation<ListUserPoliciesRequest>({
  name: 'ListUserPolicies',
  constraints: { UserName: common.UserName, MaxItems: common.MaxItems },
  authorize: onPrincipal('ListUserPolicies'),
  handle(call) {
    const record = principalOf(call)
    const { items, rest } = iamPage([...record.inline.keys()].toSorted(), call.input, `inline/${record.arn}`)
    return { PolicyNames: items, ...rest }
  },
})
