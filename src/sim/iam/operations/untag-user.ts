import type { UntagUserRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const untagUser = defineOperation<UntagUserRequest>({
  name: 'UntagUser',
  constraints: { UserName: common.UserName, TagKeys: { length: [0, 50] } },
  authorize: onPrincipal('UntagUser'),
  handle(call) {
    const record = principalOf(call)
    for (const key of call.input.TagKeys!) record.tags.delete(key)
    ownIam(call).version += 1
    return {}
  },
})
