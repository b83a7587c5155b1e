import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Db } from '#platform/db/db.ts'
import { findMembers } from './collectors/find-members.collector.ts'
import type { Warning } from './credentials-form.ts'
import { listSingleAccountIds } from './estate-queries.ts'

/** The warning of ORG-16 names this many accounts; the rest is counted. */
const namedMax = 20

/**
 * Which singly connected accounts a registration would adopt (ORG-17), as the warning that ORG-16 asks for. No such account: no warning
 * and no call.
 */
export async function listAdoptedAccounts(
  deps: { readonly db: Db; readonly door: AwsDoor },
  at: { readonly session: AwsSession; readonly work: Work },
): Promise<readonly Warning[]> {
  const single = await listSingleAccountIds(deps.db, at.session.partition)
  if (single.length === 0) return []
  const { members, unknown } = await findMembers(deps.door, at, single)
  const warnings: Warning[] = []
  if (members.length > 0) {
    warnings.push({
      code: 'adopts_accounts',
      message: `${members.length} accounts that are connected singly belong to this organization. Their credentials will be replaced by the organization's; where the member role is missing or wrong they will no longer be seen: ${named(members)}.`,
    })
  }
  if (unknown.length > 0)
    warnings.push({
      code: 'adoption_unknown',
      message: `AWS did not say whether these singly connected accounts belong to the organization: ${named(unknown)}. Those that do will be adopted.`,
    })
  return warnings
}

function named(accountIds: readonly string[]): string {
  const rest = accountIds.length - namedMax
  return `${accountIds.slice(0, namedMax).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
