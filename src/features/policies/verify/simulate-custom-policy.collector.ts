import { SimulateCustomPolicyCommand } from '@aws-sdk/client-iam'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { Answer } from './predict-sample.ts'
import type { SampleCase } from './sample-case.ts'

/**
 * Asks AWS's policy simulator about a sample. It evaluates a hypothetical hierarchy of SCPs, needs no principal, changes nothing, and
 * knows neither RCPs nor endpoint policies. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export async function simulateCustomPolicy(
  door: Pick<AwsDoor, 'call'>,
  { session, work }: { readonly session: AwsSession; readonly work: Work },
  { identity, boundary, levels, actions, resource, context }: SampleCase,
): Promise<Outcome<readonly Answer[]>> {
  const command = new SimulateCustomPolicyCommand({
    PolicyInputList: identity.map((document) => JSON.stringify(document)),
    ...(boundary === undefined ? {} : { PermissionsBoundaryPolicyInputList: [JSON.stringify(boundary)] }),
    ...(levels === undefined
      ? {}
      : {
          OrderedOrganizationPolicyInputList: levels.map((documents) => ({
            ServiceControlPolicyInputList: documents.map((document) => JSON.stringify(document)),
          })),
        }),
    ActionNames: [...actions],
    ResourceArns: [resource],
    ResourceOwner: `arn:${session.partition}:iam::${session.accountId}:root`,
    ContextEntries: context.map(({ key, type, values }) => ({
      ContextKeyName: key,
      ContextKeyType: type,
      ContextKeyValues: [...values],
    })),
  })
  const outcome = await door.call(session, { service: 'iam', command }, work)
  if (outcome.kind !== 'ok') return outcome
  const answers: Answer[] = []
  for (const { EvalActionName, EvalDecision, OrganizationsDecisionDetail } of outcome.value.EvaluationResults ?? []) {
    if (EvalActionName === undefined || EvalDecision === undefined) continue
    const allowedByOrganizations = OrganizationsDecisionDetail?.AllowedByOrganizations
    answers.push({
      action: EvalActionName,
      decision: EvalDecision,
      ...(allowedByOrganizations !== undefined && { allowedByOrganizations }),
    })
  }
  return { kind: 'ok', value: answers }
}
