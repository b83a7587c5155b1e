import type { DeleteRoleRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { getRole, requireEditable } from '../errors.ts'
import { common, onPrincipal, ownIam } from '../requests.ts'

export const deleteRole = defineOperation<DeleteRoleRequest>({
  name: 'DeleteRole',
  constraints: { RoleName: common.RoleName },
  authorize: onPrincipal('DeleteRole'),
  handle(call) {
    const iam = ownIam(call)
    const role = getRole(iam, call.input.RoleName!)
    requireEditable(role)
    if (role.attached.size > 0) throw new SimError('DeleteConflictException', 'Cannot delete entity, must detach all policies first.')
    if (role.inline.size > 0) throw new SimError('DeleteConflictException', 'Cannot delete entity, must delete policies first.')
    iam.roles.delete(role.name)
    iam.version += 1
    return {}
  },
})
