import { ListRoleTagsCommand } from '@aws-sdk/client-iam'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'

/** The one call that the kit's policy, AWS's ReadOnlyAccess and every power-user policy allow alike, and that reads nothing of the owner's. */
export const probeAction = 'iam:ListRoleTags'

/** Shows that the role's own policy is in place and that nothing above it denies. */
export async function probeRole(
  door: Pick<AwsDoor, 'call'>,
  at: { readonly session: AwsSession; readonly work: Work },
  roleName: string,
): Promise<Outcome<unknown>> {
  return door.call(at.session, { service: 'iam', command: new ListRoleTagsCommand({ RoleName: roleName, MaxItems: 100 }) }, at.work)
}
