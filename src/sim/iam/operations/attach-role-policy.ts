import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { requireEditable, requireRoomToAttach } from '../errors.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'
import { findPolicyText, type RoleRecord } from '../state.ts'

export const attachRolePolicy = defineOperation<AttachRolePolicyRequest>({
  name: 'AttachRolePolicy',
  constraints: { RoleName: common.RoleName, PolicyArn: common.PolicyArn },
  authorize: (call) => ({ ...onPrincipal('AttachRolePolicy')(call), context: { 'iam:PolicyARN': call.input.PolicyArn! } }),
  handle(call) {
    const { PolicyArn } = call.input
    const record = principalOf(call)
    if (record.kind === 'role') requireEditable(record as RoleRecord)
    if (findPolicyText(call.aws, ownIam(call), PolicyArn!) === undefined)
      throw new SimError('NoSuchEntityException', `Policy ${PolicyArn} does not exist or is not attachable.`)
    requireRoomToAttach(record, PolicyArn!)
    record.attached.add(PolicyArn!)
    ownIam(call).version += 1
    return {}
  },
})
