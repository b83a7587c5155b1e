import type { ListRoleTagsRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onPrincipal, principalOf } from '../requests.ts'
import { tagList } from '../views.ts'

export const listRoleTags = defineOperation<ListRoleTagsRequest>({
  name: 'ListRoleTags',
  constraints: { RoleName: common.RoleName, MaxItems: common.MaxItems },
  authorize: onPrincipal('ListRoleTags'),
  handle(call) {
    const record = principalOf(call)
    const { items, rest } = iamPage(tagList(record), call.input, `tags/${record.arn}`)
    return { Tags: items, ...rest }
  },
})
