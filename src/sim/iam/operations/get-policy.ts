import type { GetPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { getPolicy as findPolicy } from '../errors.ts'
import { awsManagedView } from '../aws-managed-view.ts'
import { common, onPolicy, ownIam } from '../requests.ts'
import { policyView } from '../views.ts'

export const getPolicy = defineOperation<GetPolicyRequest>({
  name: 'GetPolicy',
  constraints: { PolicyArn: common.PolicyArn },
  authorize: onPolicy('GetPolicy'),
  handle(call) {
    const iam = ownIam(call)
    return { Policy: awsManagedView(call.aws, iam, call.input.PolicyArn!) ?? policyView(iam, findPolicy(iam, call.input.PolicyArn!)) }
  },
})
