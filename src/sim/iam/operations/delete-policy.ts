import type { DeletePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { getPolicy } from '../errors.ts'
import { common, onPolicy, ownIam } from '../requests.ts'
import { policyView } from '../views.ts'

export const deletePolicy = defineOperation<DeletePolicyRequest>({
  name: 'DeletePolicy',
  constraints: { PolicyArn: common.PolicyArn },
  authorize: onPolicy('DeletePolicy'),
  handle(call) {
    const iam = ownIam(call)
    const policy = getPolicy(iam, call.input.PolicyArn!)
    const { AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 } = policyView(iam, policy)
    if (AttachmentCount + PermissionsBoundaryUsageCount > 0)
      throw new SimError('DeleteConflictException', 'Cannot delete a policy attached to entities.')
    if (policy.versions.length > 1)
      throw new SimError(
        'DeleteConflictException',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    iam.policies.delete(policy.arn)
    iam.version += 1
    return {}
  },
})
