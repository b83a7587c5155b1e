import type { TagRoleRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'

export const tagRole = defineOperation<TagRoleRequest>({
  name: 'TagRole',
  constraints: {
    RoleName: common.RoleName,
    Tags: { length: [0, 50] },
    'Tags[].Key': common.TagKey,
    'Tags[].Value': common.TagValue,
  },
  authorize: onPrincipal('TagRole'),
  handle(call) {
    const record = principalOf(call)
    const tags = new Map([...record.tags, ...call.input.Tags!.map(({ Key, Value }) => [Key!, Value!] as const)])
    if (tags.size > 50) throw new SimError('LimitExceededException', 'The number of tags has reached the maximum limit.')
    for (const [key, value] of tags) record.tags.set(key, value)
    ownIam(call).version += 1
    return {}
  },
})
