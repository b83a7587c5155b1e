import { ListStackInstancesCommand, type StackInstanceSummary } from '@aws-sdk/client-cloudformation'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import { memberStackSetName } from '../../kit/kit.ts'
import type { StackInstance } from '../evidence.ts'

export type StackSetQuery = {
  readonly accountId: string
  readonly region: string
  /** Registered through a delegated administrator. */ readonly isDelegated: boolean
}

/** Where the kit's StackSet stands in one account. A StackSet that cannot be read, or does not exist, says nothing about the role. */
export async function findStackInstance(
  door: AwsDoor,
  { session, work }: { readonly session: AwsSession; readonly work: Work },
  { accountId, region, isDelegated }: StackSetQuery,
): Promise<StackInstance> {
  const command = new ListStackInstancesCommand({
    StackSetName: memberStackSetName,
    StackInstanceAccount: accountId,
    ...(isDelegated && { CallAs: 'DELEGATED_ADMIN' }),
  })
  const outcome = await door.call(session, { service: 'cloudformation', region, command }, work)
  if (outcome.kind !== 'ok') return { kind: 'unknown', why: explainFailure(outcome) }
  const summaries = outcome.value.Summaries ?? []
  const [first] = summaries
  if (first === undefined) return { kind: 'absent' }
  return readInstance(summaries.find(isCurrent) ?? first)
}

function readInstance(summary: StackInstanceSummary): StackInstance {
  if (isCurrent(summary)) return { kind: 'current' }
  const detail = summary.StackInstanceStatus?.DetailedStatus
  return {
    kind: 'behind',
    status: detail === undefined ? (summary.Status ?? 'unknown') : `${summary.Status} (${detail})`,
    reason: summary.StatusReason ?? null,
  }
}

function isCurrent({ Status, StackInstanceStatus }: StackInstanceSummary): boolean {
  return Status === 'CURRENT' && (StackInstanceStatus?.DetailedStatus ?? 'SUCCEEDED') === 'SUCCEEDED'
}
