import { DescribeAccountCommand } from '@aws-sdk/client-organizations'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'

/** Which of some accounts belong to the organization. Those that AWS did not answer for are `unknown`, not absent. */
export type Membership = { readonly members: readonly string[]; readonly unknown: readonly string[] }

/** One DescribeAccount per account: cheaper than listing the organization, since few accounts are connected singly. */
export async function findMembers(
  door: AwsDoor,
  { session, work }: { readonly session: AwsSession; readonly work: Work },
  accountIds: readonly string[],
): Promise<Membership> {
  const members: string[] = []
  const unknown: string[] = []
  for (const accountId of accountIds) {
    const outcome = await door.call(
      session,
      { service: 'organizations', command: new DescribeAccountCommand({ AccountId: accountId }) },
      work,
    )
    if (outcome.kind === 'ok') members.push(accountId)
    else if (outcome.kind !== 'rejected') unknown.push(accountId)
  }
  return { members, unknown }
}
