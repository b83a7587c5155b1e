import type { ListPoliciesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { listAwsManaged } from '../aws-managed-view.ts'
import { common, iamPage, onOwn, ownIam } from '../requests.ts'
import { policyView } from '../views.ts'

export const listPolicies = defineOperation<ListPoliciesRequest>({
  name: 'ListPolicies',
  constraints: { MaxItems: common.MaxItems, Scope: { oneOf: ['All', 'AWS', 'Local'] } },
  authorize: onOwn('ListPolicies', '*'),
  handle(call) {
    const { Scope = 'All', OnlyAttached = false, PathPrefix = '/' } = call.input
    const iam = ownIam(call)
    const managed = Scope === 'Local' ? [] : listAwsManaged(call.aws, iam)
    const own = Scope === 'AWS' ? [] : [...iam.policies.values()].map((policy) => policyView(iam, policy))
    const wanted = [...own, ...managed].filter(
      (policy) => policy.Path!.startsWith(PathPrefix) && (!OnlyAttached || policy.AttachmentCount! > 0),
    )
    const { items, rest } = iamPage(wanted, call.input, `policies/${Scope}/${OnlyAttached}/${PathPrefix}`)
    return { Policies: items, ...rest }
  },
})
