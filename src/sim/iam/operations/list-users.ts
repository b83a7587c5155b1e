import type { ListUsersRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onOwn, ownIam, underPath } from '../requests.ts'
import { userView } from '../views.ts'

export const listUsers = defineOperation<ListUsersRequest>({
  name: 'ListUsers',
  constraints: { MaxItems: common.MaxItems },
  authorize: onOwn('ListUsers', 'user/'),
  handle(call) {
    const { PathPrefix } = call.input
    const { items, rest } = iamPage(underPath(ownIam(call).users.values(), PathPrefix), call.input, `users/${PathPrefix}`)
    return { Users: items.map(userView), ...rest }
  },
})
