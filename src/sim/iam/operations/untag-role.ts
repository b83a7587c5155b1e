import type { UntagRoleRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const untagRole = defineOperation<UntagRoleRequest>({
  name: 'UntagRole',
  constraints: { RoleName: common.RoleName, TagKeys: { length: [0, 50] } },
  authorize: onPrincipal('UntagRole'),
  handle(call) {
    const record = principalOf(call)
    for (const key of call.input.TagKeys!) record.tags.delete(key)
    ownIam(call).version += 1
    return {}
  },
})
