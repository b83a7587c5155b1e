import type { CreatePolicyVersionRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { getPolicy, requirePolicy } from '../errors.ts'
import { common, onPolicy, ownIam } from '../requests.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const versionsMax = 5

export const createPolicyVersion = defineOperation<CreatePolicyVersionRequest>({
  name: 'CreatePolicyVersion',
  constraints: { PolicyArn: common.PolicyArn, PolicyDocument: common.PolicyDocument },
  authorize: onPolicy('CreatePolicyVersion'),
  handle(call) {
    const { PolicyArn, PolicyDocument, SetAsDefault } = call.input
    const iam = ownIam(call)
    const policy = getPolicy(iam, PolicyArn!)
    if (policy.versions.length >= versionsMax) {
      throw new SimError(
        'LimitExceededException',
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      )
    }
    requirePolicy(PolicyDocument!, 'managed')
    const version = { id: `v${Number(policy.versions.at(-1)!.id.slice(1)) + 1}`, document: PolicyDocument!, createdAt: call.aws.now() }
    policy.versions.push(version)
    if (SetAsDefault === true) policy.defaultVersionId = version.id
    iam.version += 1
    return { PolicyVersion: { VersionId: version.id, IsDefaultVersion: SetAsDefault === true, CreateDate: new Date(version.createdAt) } }
  },
})
