import { addInstance, addStackSet, type InstanceCondition } from '../cloudformation/state.ts'
import type { OrganizationRecord } from '../organizations/state.ts'
import { regionsOf } from '../regions.ts'
import type { SimulatedAws } from '../state.ts'
import { type AccountCondition, worldConditions } from './conditions.ts'
import { memberRoleName } from './identities.ts'
import { worldBegan } from './seeded-organization.ts'

const hourMs = 3_600_000
const current: InstanceCondition = { status: 'CURRENT', detailedStatus: 'SUCCEEDED' }
const suspended: InstanceCondition = {
  status: 'OUTDATED',
  detailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT',
  reason: 'Cancelled since the account is suspended',
}
const blocked: InstanceCondition = {
  status: 'OUTDATED',
  detailedStatus: 'FAILED',
  reason: `ResourceLogicalId:MemberRole, ResourceType:AWS::IAM::Role, ResourceStatusReason:API: iam:CreateRole User: AWSCloudFormationStackSetExecutionRole is not authorized to perform: iam:CreateRole with an explicit deny in a service control policy.`,
}
const exists: InstanceCondition = {
  status: 'OUTDATED',
  detailedStatus: 'FAILED',
  reason: `ResourceLogicalId:MemberRole, ResourceType:AWS::IAM::Role, ResourceStatusReason:${memberRoleName} already exists.`,
}
const cancelled: InstanceCondition = {
  status: 'OUTDATED',
  detailedStatus: 'CANCELLED',
  reason: 'Cancelled since failure tolerance has exceeded',
}

/** What StackSets report fits what is really there: a role made by hand is in the way, a missing one was never made. */
const instanceOf: Readonly<Record<AccountCondition, InstanceCondition>> = {
  healthy: current,
  short_session: current,
  permission_missing: current,
  suspended,
  closed: suspended,
  pending_closure: current,
  role_missing: cancelled,
  wrong_external_id: exists,
  wrong_principal: exists,
  scp_blocked: blocked,
}

/** The service-managed set that rolled the member role out: every member but the management account, which such sets skip. */
export function seedMemberStackSet(aws: SimulatedAws, organization: OrganizationRecord): void {
  const region = regionsOf(aws.settings.partition).home
  const set = addStackSet(
    aws,
    { accountId: organization.managementAccountId, region },
    {
      name: 'reeve-member-role',
      description: 'The role that lets Reeve read this account',
      ouIds: [organization.rootId],
      regions: [region],
      templateBody: JSON.stringify({ Resources: { MemberRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: memberRoleName } } } }),
      parameters: new Map([['MemberRoleName', memberRoleName]]),
    },
  )
  const operationId = aws.ids.requestId()
  const conditions = worldConditions(aws)
  let failed = 0
  for (const { account, parentId } of organization.members.values()) {
    if (account.id === organization.managementAccountId) continue
    const condition = instanceOf[conditions.get(account.id) ?? 'healthy']
    if (condition.detailedStatus === 'FAILED') failed += 1
    addInstance(set, { accountId: account.id, region, ouId: parentId, condition })
  }
  set.operations.set(operationId, {
    id: operationId,
    action: 'CREATE',
    status: failed === 0 ? 'SUCCEEDED' : 'FAILED',
    startedAt: worldBegan,
    endedAt: worldBegan + hourMs,
  })
}
