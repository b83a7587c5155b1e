import type { Organization } from '../organization.ts'
import { parseRoleArn } from '#platform/aws/role-arn.ts'
import { memberStackRegion, memberStackSetName, orgStackName, splitRoleName } from './kit.ts'

/** What the owner does in AWS after a registration was removed: Reeve itself deletes nothing there. */
export function renderTearDown({
  orgRole,
  memberRole,
  registeredThrough,
  managementAccountId,
  organizationId,
  partition,
}: Organization): string {
  const parsed = parseRoleArn(orgRole.arn)
  const orgAccount = parsed.kind === 'ok' ? parsed.arn.accountId : managementAccountId
  const orgRoleName = splitRoleName(parsed.kind === 'ok' ? parsed.arn.name : '').roleName
  const member = splitRoleName(memberRole.name).roleName
  const region = memberStackRegion(partition)
  const isDelegated = registeredThrough === 'delegated_administrator'
  const callAs = isDelegated ? ' --call-as DELEGATED_ADMIN' : ''
  return [
    `# Reeve no longer uses ${organizationId}. Its roles still exist; take them away like this.`,
    `# 1. In account ${orgAccount}: the member role in every account, if the kit's StackSet made it. Wait for it before the next command.`,
    `ROOT_ID=$(aws organizations list-roots --query 'Roots[0].Id' --output text)`,
    `aws cloudformation delete-stack-instances --region ${region} --stack-set-name ${memberStackSetName}${callAs} --deployment-targets OrganizationalUnitIds="$ROOT_ID" --regions ${region} --no-retain-stacks`,
    `aws cloudformation delete-stack-set --region ${region} --stack-set-name ${memberStackSetName}${callAs}`,
    `# 2. In the management account ${managementAccountId}: its own member role.`,
    `aws cloudformation delete-stack --region ${region} --stack-name ${memberStackSetName}`,
    `# 3. In account ${orgAccount}: the organization role.`,
    `aws cloudformation delete-stack --region ${region} --stack-name ${orgStackName}`,
    ...(isDelegated
      ? [
          `# 4. In the management account: take the statement "ReeveReadsTheOrganization" out of the delegation policy.`,
          'aws organizations describe-resource-policy',
        ]
      : []),
    '# Roles made by hand, in each account:',
    `#   aws iam delete-role-policy --role-name ${member} --policy-name reeve-member; aws iam delete-role --role-name ${member}`,
    ...(orgRoleName === ''
      ? []
      : [
          `#   aws iam delete-role-policy --role-name ${orgRoleName} --policy-name reeve-organization; aws iam delete-role --role-name ${orgRoleName}`,
        ]),
    "# Last, in the account that hosts Reeve: remove the two roles from the caller's policy.",
    '',
  ].join('\n')
}
