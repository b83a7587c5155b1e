import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'

/** What IAM's simulator said of one action. The organization's part is absent where no SCP was evaluated. */
export type SimulatedAction = {
  readonly action: string
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  readonly allowedByOrganizations?: boolean
  readonly allowedByBoundary?: boolean
}

const pagesMax = 20

/**
 * Asks IAM whether the role may do each action on any resource. The answer covers the role's policies, its boundary and the SCPs of its
 * account; it knows neither RCPs nor whether the account is a delegated administrator.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function simulateActions(
  door: AwsDoor,
  { session, work }: { readonly session: AwsSession; readonly work: Work },
  { roleArn, actions }: { readonly roleArn: string; readonly actions: readonly string[] },
): Promise<Outcome<readonly SimulatedAction[]>> {
  const found: SimulatedAction[] = []
  let marker: string | undefined
  for (let page = 0; page < pagesMax; page += 1) {
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn,
      ActionNames: [...actions],
      ...(marker !== undefined && { Marker: marker }),
    })
    const outcome = await door.call(session, { service: 'iam', command }, work)
    if (outcome.kind !== 'ok') return outcome
    found.push(...(outcome.value.EvaluationResults ?? []).flatMap(readResult))
    marker = outcome.value.IsTruncated === true ? outcome.value.Marker : undefined
    if (marker === undefined) return { kind: 'ok', value: found }
  }
  return { kind: 'rejected', code: 'EndlessPages', message: `SimulatePrincipalPolicy went on for more than ${pagesMax} pages.` }
}

function readResult({
  EvalActionName,
  EvalDecision,
  OrganizationsDecisionDetail,
  PermissionsBoundaryDecisionDetail,
}: EvaluationResult): SimulatedAction[] {
  if (EvalActionName === undefined || EvalDecision === undefined) return []
  const byOrganizations = OrganizationsDecisionDetail?.AllowedByOrganizations
  const byBoundary = PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary
  return [
    {
      action: EvalActionName,
      decision: EvalDecision,
      ...(byOrganizations !== undefined && { allowedByOrganizations: byOrganizations }),
      ...(byBoundary !== undefined && { allowedByBoundary: byBoundary }),
    },
  ]
}
