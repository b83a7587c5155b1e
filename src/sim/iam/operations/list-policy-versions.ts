import type { ListPolicyVersionsRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { getPolicy } from '../errors.ts'
import { common, iamPage, onPolicy, ownIam } from '../requests.ts'

export const listPolicyVersions = defineOperation<ListPolicyVersionsRequest>({
  name: 'ListPolicyVersions',
  constraints: { PolicyArn: common.PolicyArn, MaxItems: common.MaxItems },
  authorize: onPolicy('ListPolicyVersions'),
  handle(call) {
    const policy = getPolicy(ownIam(call), call.input.PolicyArn!)
    const { items, rest } = iamPage(policy.versions.toReversed(), call.input, `versions/${policy.arn}`)
    return {
      Versions: items.map(({ id, createdAt }) => ({
        VersionId: id,
        IsDefaultVersion: id === policy.defaultVersionId,
        CreateDate: new Date(createdAt),
      })),
      ...rest,
    }
  },
})
