import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'

/** Whose credentials a session really holds, by AWS's own word. AWS asks no permission for it. */
export async function getCallerIdentity(
  door: Pick<AwsDoor, 'call'>,
  session: AwsSession,
  work: Work,
): Promise<Outcome<{ readonly accountId: string; readonly principalArn: string }>> {
  const outcome = await door.call(session, { service: 'sts', command: new GetCallerIdentityCommand({}) }, work)
  if (outcome.kind !== 'ok') return outcome
  const { Account: accountId, Arn: principalArn } = outcome.value
  if (accountId === undefined || principalArn === undefined)
    return { kind: 'rejected', code: 'UnreadableAnswer', message: 'GetCallerIdentity answered without an account.' }
  return { kind: 'ok', value: { accountId, principalArn } }
}
