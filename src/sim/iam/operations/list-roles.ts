import type { ListRolesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onOwn, ownIam, underPath } from '../requests.ts'
import { roleSummary } from '../views.ts'

export const listRoles = defineOperation<ListRolesRequest>({
  name: 'ListRoles',
  constraints: { MaxItems: common.MaxItems },
  authorize: onOwn('ListRoles', 'role/'),
  handle(call) {
    const { PathPrefix } = call.input
    const { items, rest } = iamPage(underPath(ownIam(call).roles.values(), PathPrefix), call.input, `roles/${PathPrefix}`)
    return { Roles: items.map((role) => roleSummary(call.aws, role)), ...rest }
  },
})
