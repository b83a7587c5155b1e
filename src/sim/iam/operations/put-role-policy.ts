import type { PutRolePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { requirePolicy, requireEditable } from '../errors.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'
import type { RoleRecord } from '../state.ts'

export const putRolePolicy = defineOperation<PutRolePolicyRequest>({
  name: 'PutRolePolicy',
  constraints: { RoleName: common.RoleName, PolicyName: common.PolicyName, PolicyDocument: common.PolicyDocument },
  authorize: onPrincipal('PutRolePolicy'),
  handle(call) {
    const record = principalOf(call)
    if (record.kind === 'role') requireEditable(record as RoleRecord)
    requirePolicy(call.input.PolicyDocument!, 'inlineOfRole')
    record.inline.set(call.input.PolicyName!, call.input.PolicyDocument!)
    ownIam(call).version += 1
    return {}
  },
})
