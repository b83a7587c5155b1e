import type { CreateUserRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { alreadyExists } from '../errors.ts'
import { common, iamArn, ownIam } from '../requests.ts'
import { addUser } from '../state.ts'
import { userView } from '../views.ts'

export const createUser = defineOperation<CreateUserRequest>({
  name: 'CreateUser',
  constraints: {
    UserName: common.UserName,
    Path: common.Path,
    Tags: { length: [0, 50] },
    'Tags[].Key': common.TagKey,
    'Tags[].Value': common.TagValue,
  },
  authorize: (call) => ({ action: 'iam:CreateUser', resource: iamArn(call, `user${call.input.Path ?? '/'}${call.input.UserName}`) }),
  handle(call) {
    const { UserName, Path, PermissionsBoundary, Tags } = call.input
    if (ownIam(call).users.has(UserName!)) throw alreadyExists('User', UserName!)
    const user = addUser(call.aws, call.caller.accountId, {
      name: UserName!,
      tags: Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key!, Value!])),
      ...(Path === undefined ? {} : { path: Path }),
      ...(PermissionsBoundary === undefined ? {} : { boundary: PermissionsBoundary }),
    })
    return { User: userView(user) }
  },
})
