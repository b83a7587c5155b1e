import type { UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { requireEditable } from '../errors.ts'
import { requireTrust } from '../require-trust.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'
import type { RoleRecord } from '../state.ts'
import { currentTrust } from '../trust.ts'

export const updateAssumeRolePolicy = defineOperation<UpdateAssumeRolePolicyRequest>({
  name: 'UpdateAssumeRolePolicy',
  constraints: { RoleName: common.RoleName, PolicyDocument: common.PolicyDocument },
  authorize: onPrincipal('UpdateAssumeRolePolicy'),
  handle(call) {
    const role = principalOf(call) as RoleRecord
    requireEditable(role)
    requireTrust(call.aws, call.input.PolicyDocument!)
    role.trust = { text: call.input.PolicyDocument!, bindings: undefined }
    currentTrust(call.aws, role)
    ownIam(call).version += 1
    return {}
  },
})
