import type { DeleteUserRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { getUser } from '../errors.ts'
import { common, onPrincipal, ownIam } from '../requests.ts'

export const deleteUser = defineOperation<DeleteUserRequest>({
  name: 'DeleteUser',
  constraints: { UserName: common.UserName },
  authorize: onPrincipal('DeleteUser'),
  handle(call) {
    const iam = ownIam(call)
    const user = getUser(iam, call.input.UserName!)
    if (user.accessKeys.size > 0) throw new SimError('DeleteConflictException', 'Cannot delete entity, must delete access keys first.')
    if (user.inline.size > 0) throw new SimError('DeleteConflictException', 'Cannot delete entity, must delete policies first.')
    if (user.attached.size > 0) throw new SimError('DeleteConflictException', 'Cannot delete entity, must detach all policies first.')
    iam.users.delete(user.name)
    iam.version += 1
    return {}
  },
})
