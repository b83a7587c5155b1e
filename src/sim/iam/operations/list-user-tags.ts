import type { ListUserTagsRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onPrincipal, principalOf } from '../requests.ts'
import { tagList } from '../views.ts'

export const listUserTags = defineOperation<ListUserTagsRequest>({
  name: 'ListUserTags',
  constraints: { UserName: common.UserName, MaxItems: common.MaxItems },
  authorize: onPrincipal('ListUserTags'),
  handle(call) {
    const record = principalOf(call)
    const { items, rest } = iamPage(tagList(record), call.input, `tags/${record.arn}`)
    return { Tags: items, ...rest }
  },
})
