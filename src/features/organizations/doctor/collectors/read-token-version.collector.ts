import { GetAccountSummaryCommand } from '@aws-sdk/client-iam'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import type { TokenEvidence } from '../evidence.ts'

/** Which tokens the global STS endpoint issues for the caller's account (ROLE-14). */
export async function readTokenVersion(door: AwsDoor, session: AwsSession, work: Work): Promise<TokenEvidence> {
  const outcome = await door.call(session, { service: 'iam', command: new GetAccountSummaryCommand({}) }, work)
  if (outcome.kind !== 'ok') return { kind: 'unknown', why: explainFailure(outcome) }
  const version = outcome.value.SummaryMap?.GlobalEndpointTokenVersion
  return version === undefined ? { kind: 'unknown', why: 'the account summary does not tell' } : { kind: 'known', version }
}
