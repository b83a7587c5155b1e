import type { GetPolicyVersionRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { awsManagedView } from '../aws-managed-view.ts'
import { getPolicy } from '../errors.ts'
import { common, onPolicy, ownIam } from '../requests.ts'
import { findPolicyText } from '../state.ts'
import { encodeDocument } from '../views.ts'

export const getPolicyVersion = defineOperation<GetPolicyVersionRequest>({
  name: 'GetPolicyVersion',
  constraints: { PolicyArn: common.PolicyArn, VersionId: { pattern: /^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/ } },
  authorize: onPolicy('GetPolicyVersion'),
  handle(call) {
    const { PolicyArn, VersionId } = call.input
    const iam = ownIam(call)
    const managed = awsManagedView(call.aws, iam, PolicyArn!)
    if (managed !== undefined && VersionId === 'v1') {
      return {
        PolicyVersion: {
          VersionId,
          IsDefaultVersion: true,
          CreateDate: managed.CreateDate,
          Document: encodeDocument(findPolicyText(call.aws, iam, PolicyArn!)!),
        },
      }
    }
    const policy = getPolicy(iam, PolicyArn!)
    const version = policy.versions.find(({ id }) => id === VersionId)
    if (version === undefined)
      throw new SimError('NoSuchEntityException', `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`)
    return {
      PolicyVersion: {
        VersionId,
        IsDefaultVersion: policy.defaultVersionId === VersionId,
        CreateDate: new Date(version.createdAt),
        Document: encodeDocument(version.document),
      },
    }
  },
})
