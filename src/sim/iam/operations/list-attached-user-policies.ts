import type { ListAttachedUserPoliciesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onPrincipal, principalOf } from '../requests.ts'

export const listAttachedUserPolicies = defineOperation<ListAttachedUserPoliciesRequest>({
  name: 'ListAttachedUserPolicies',
  constraints: { UserName: common.UserName, MaxItems: common.MaxItems },
  authorize: onPrincipal('ListAttachedUserPolicies'),
  handle(call) {
    const record = principalOf(call)
    const { items, rest } = iamPage([...record.attached].toSorted(), call.input, `attached/${record.arn}`)
    return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) })), ...rest }
  },
})
