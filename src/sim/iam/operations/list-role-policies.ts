import type { ListRolePoliciesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onPrincipal, principalOf } from '../requests.ts'

export const listRolePolicies = defineOperation<ListRolePoliciesRequest>({
  name: 'ListRolePolicies',
  constraints: { RoleName: common.RoleName, MaxItems: common.MaxItems },
  authorize: onPrincipal('ListRolePolicies'),
  handle(call) {
    const record = principalOf(call)
    const { items, rest } = iamPage([...record.inline.keys()].toSorted(), call.input, `inline/${record.arn}`)
    return { PolicyNames: items, ...rest }
  },
})
