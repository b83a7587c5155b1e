import type { ListAttachedRolePoliciesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onPrincipal, principalOf } from '../requests.ts'

export const listAttachedRolePolicies = defineOperation<ListAttachedRolePoliciesRequest>({
  name: 'ListAttachedRolePolicies',
  constraints: { RoleName: common.RoleName, MaxItems: common.MaxItems },
  authorize: onPrincipal('ListAttachedRolePolicies'),
  handle(call) {
    const record = principalOf(call)
    const { items, rest } = iamPage([...record.attached].toSorted(), call.input, `attached/${record.arn}`)
    return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) })), ...rest }
  },
})
