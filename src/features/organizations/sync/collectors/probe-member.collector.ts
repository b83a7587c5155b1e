import { ListRoleTagsCommand } from '@aws-sdk/client-iam'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import { kitTagKey } from '../../kit/permissions.ts'

/** The one call of the standard harvesting role that every installed kit allows, and that reads nothing of the owner's. */
export const probeMemberAction = 'iam:ListRoleTags'

/** Reads the kit version from the member role itself, which also shows that the role's policy is in place and nothing above denies it. */
export async function probeMember(
  door: AwsDoor,
  at: { readonly session: AwsSession; readonly work: Work },
  roleName: string,
): Promise<Outcome<{ readonly kitTag: string | undefined }>> {
  // A role has at most 50 tags, fewer than one page.
  const outcome = await door.call(
    at.session,
    { service: 'iam', command: new ListRoleTagsCommand({ RoleName: roleName, MaxItems: 100 }) },
    at.work,
  )
  if (outcome.kind !== 'ok') return outcome
  return { kind: 'ok', value: { kitTag: outcome.value.Tags?.find((tag) => tag.Key === kitTagKey)?.Value } }
}
