import type { AttachUserPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { requireRoomToAttach } from '../errors.ts'
import { common, onPrincipal, ownIam, principalOf } from '../requests.ts'
import { findPolicyText } from '../state.ts'

export const attachUserPolicy = defineOperation<AttachUserPolicyRequest>({
  name: 'AttachUserPolicy',
  constraints: { UserName: common.UserName, PolicyArn: common.PolicyArn },
  authorize: (call) => ({ ...onPrincipal('AttachUserPolicy')(call), context: { 'iam:PolicyARN': call.input.PolicyArn! } }),
  handle(call) {
    const { PolicyArn } = call.input
    const record = principalOf(call)
    if (findPolicyText(call.aws, ownIam(call), PolicyArn!) === undefined)
      throw new SimError('NoSuchEntityException', `Policy ${PolicyArn} does not exist or is not attachable.`)
    requireRoomToAttach(record, PolicyArn!)
    record.attached.add(PolicyArn!)
    ownIam(call).version += 1
    return {}
  },
})
