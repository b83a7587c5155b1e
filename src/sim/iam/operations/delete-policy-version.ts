import type { DeletePolicyVersionRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { getPolicy } from '../errors.ts'
import { common, onPolicy, ownIam } from '../requests.ts'

export const deletePolicyVersion = defineOperation<DeletePolicyVersionRequest>({
  name: 'DeletePolicyVersion',
  constraints: { PolicyArn: common.PolicyArn },
  authorize: onPolicy('DeletePolicyVersion'),
  handle(call) {
    const { PolicyArn, VersionId } = call.input
    const policy = getPolicy(ownIam(call), PolicyArn!)
    const index = policy.versions.findIndex(({ id }) => id === VersionId)
    if (index === -1) throw new SimError('NoSuchEntityException', `Policy ${PolicyArn} version ${VersionId} does not exist.`)
    if (policy.defaultVersionId === VersionId)
      throw new SimError('DeleteConflictException', 'Cannot delete the default version of a policy.')
    policy.versions.splice(index, 1)
    return {}
  },
})
