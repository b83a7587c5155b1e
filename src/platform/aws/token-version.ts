import { GetAccountSummaryCommand } from '@aws-sdk/client-iam'
import type { AwsDoor, AwsSession, Work } from './door.ts'
import type { Outcome } from './outcome.ts'

export type TokenVersion = {
  /** 1: tokens of the global STS endpoint work in default Regions only. 2: in all. */
  readonly version: 1 | 2
  readonly worksInOptInRegions: boolean
  /** What to do about version 1, and why Reeve does not depend on it. */
  readonly advice?: string
}

/**
 * Which session tokens the caller's account gets from the global STS endpoint (ROLE-14). Reeve itself uses Regional endpoints, whose
 * tokens are valid in all Regions; other tools of the same account may not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
export async function readTokenVersion(door: AwsDoor, session: AwsSession, work: Work): Promise<Outcome<TokenVersion>> {
  const summary = await door.call(session, { service: 'iam', command: new GetAccountSummaryCommand({}) }, work)
  if (summary.kind !== 'ok') return summary
  const version = summary.value.SummaryMap?.['GlobalEndpointTokenVersion']
  if (version !== 1 && version !== 2)
    return { kind: 'rejected', code: 'UnreadableAnswer', message: 'GetAccountSummary does not tell GlobalEndpointTokenVersion.' }
  if (version === 2) return { kind: 'ok', value: { version, worksInOptInRegions: true } }
  const advice =
    'Tokens of the global STS endpoint are not valid in opt-in Regions. Reeve uses Regional endpoints and is not affected; for other tools run "aws iam set-security-token-service-preferences --global-endpoint-token-version v2Token" in the caller’s account.'
  return { kind: 'ok', value: { version, worksInOptInRegions: false, advice } }
}
