import type { SimulateCustomPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onOwn } from '../requests.ts'
import { contextFrom, inputPolicies, requireActions, simulate } from '../simulate.ts'

/** Evaluates given policies under a given SCP hierarchy, with no live principal. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const simulateCustomPolicy = defineOperation<SimulateCustomPolicyRequest>({
  name: 'SimulateCustomPolicy',
  constraints: { MaxItems: common.MaxItems, ActionNames: { length: [0, 1000] } },
  authorize: onOwn('SimulateCustomPolicy', '*'),
  handle(call) {
    const { aws, caller, input } = call
    requireActions(input.ActionNames!)
    const levels = input.OrderedOrganizationPolicyInputList
    const results = simulate(
      {
        layers: {
          identity: inputPolicies(input.PolicyInputList),
          ...(input.PermissionsBoundaryPolicyInputList === undefined
            ? {}
            : { boundary: inputPolicies(input.PermissionsBoundaryPolicyInputList) }),
          ...(input.ResourcePolicy === undefined ? {} : { resource: input.ResourcePolicy }),
          ...(levels === undefined
            ? {}
            : {
                scp: levels.map(({ ServiceControlPolicyInputList: texts }, index) => ({
                  target: `level ${index + 1}`,
                  policies: inputPolicies(texts),
                })),
              }),
        },
        principal: {
          arn: input.CallerArn ?? `arn:${aws.settings.partition}:iam::${caller.accountId}:user/simulated`,
          accountId: caller.accountId,
        },
        context: contextFrom(input.ContextEntries),
        legacyArtefact: false,
      },
      { actions: input.ActionNames!, resources: input.ResourceArns ?? ['*'], resourceOwner: ownerId(input.ResourceOwner) },
    )
    const { items, rest } = iamPage(results, input, `simulate/${input.ActionNames!.join()}`)
    return { EvaluationResults: items, ...rest }
  },
})

function ownerId(arn: string | undefined): string | undefined {
  return arn?.split(':')[4]
}
