import type { SessionTarget } from '#platform/aws/door.ts'
import { parseRoleArn } from '#platform/aws/role-arn.ts'
import type { ConnectionCredentials } from './connection.ts'

/** Who to be in the account: its role, or, without one, the caller itself. */
export function targetOf({ caller, role }: ConnectionCredentials): SessionTarget {
  if (role === null) return { caller }
  const { arn, sessionName, durationSeconds, externalId } = role
  const parsed = parseRoleArn(arn)
  return {
    caller,
    role: { roleArn: arn, sessionName, durationSeconds, ...(externalId !== null && { externalId }) },
    ...(parsed.kind === 'ok' && { expectedAccountId: parsed.arn.accountId }),
  }
}
