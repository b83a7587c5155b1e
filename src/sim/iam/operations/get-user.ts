import type { GetUserRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import type { UserRecord } from '../state.ts'
import { userView } from '../views.ts'

export const getUser = defineOperation<GetUserRequest>({
  name: 'GetUser',
  constraints: { UserName: common.UserName },
  authorize: onPrincipal('GetUser'),
  handle: (call) => ({ User: userView(principalOf(call) as UserRecord) }),
})
