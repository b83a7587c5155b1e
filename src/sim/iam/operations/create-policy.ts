import type { CreatePolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { alreadyExists, requirePolicy } from '../errors.ts'
import { common, iamArn, ownIam } from '../requests.ts'
import type { PolicyRecord } from '../state.ts'
import { policyView } from '../views.ts'

export const createPolicy = defineOperation<CreatePolicyRequest>({
  name: 'CreatePolicy',
  constraints: { PolicyName: common.PolicyName, PolicyDocument: common.PolicyDocument, Path: common.Path },
  authorize: (call) => ({ action: 'iam:CreatePolicy', resource: iamArn(call, `policy${call.input.Path ?? '/'}${call.input.PolicyName}`) }),
  handle(call) {
    const { PolicyName, PolicyDocument, Path, Description } = call.input
    const iam = ownIam(call)
    const arn = iamArn(call, `policy${Path ?? '/'}${PolicyName}`)
    if ([...iam.policies.values()].some((policy) => policy.name === PolicyName)) throw alreadyExists('A policy called', PolicyName!)
    requirePolicy(PolicyDocument!, 'managed')
    const createdAt = call.aws.now()
    const policy: PolicyRecord = {
      arn,
      name: PolicyName!,
      path: Path ?? '/',
      id: call.aws.ids.iam('ANPA'),
      description: Description ?? '',
      createdAt,
      versions: [{ id: 'v1', document: PolicyDocument!, createdAt }],
      defaultVersionId: 'v1',
    }
    iam.policies.set(arn, policy)
    iam.version += 1
    return { Policy: policyView(iam, policy) }
  },
})
