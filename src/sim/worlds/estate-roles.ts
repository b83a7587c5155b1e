import type { OrganizationRecord } from '../organizations/state.ts'
import type { SimulatedAws } from '../state.ts'
import { type AccountCondition, worldConditions } from './conditions.ts'
import { accessRoleTrust, seedAccessRole, seedMemberRole, type Trusted, trustOf } from './identities.ts'

const shortSessionSeconds = 3_600

/** The member role in every account as its condition has it, and the way in of the management account where it made the account; the texts are shared, because there may be ten thousand. */
export function seedMemberRoles(aws: SimulatedAws, organization: OrganizationRecord, trusted: Trusted): void {
  const right = trustOf(trusted)
  const wrongId = trustOf({ ...trusted, externalId: 'left-over-from-another-tool' })
  const wrongPrincipal = trustOf({
    ...trusted,
    principalArn: `arn:${aws.settings.partition}:iam::${organization.managementAccountId}:user/former-caller`,
  })
  const conditions = worldConditions(aws)
  const access = accessRoleTrust(aws, organization.managementAccountId)
  for (const { account, joinedMethod } of organization.members.values()) {
    const { id } = account
    if (joinedMethod === 'CREATED') seedAccessRole(aws, id, access)
    const condition: AccountCondition = conditions.get(id) ?? 'healthy'
    if (condition === 'role_missing') continue
    seedMemberRole(aws, id, {
      trust: condition === 'wrong_external_id' ? wrongId : condition === 'wrong_principal' ? wrongPrincipal : right,
      isPowerless: condition === 'permission_missing',
      ...(condition === 'short_session' && { maxSessionDuration: shortSessionSeconds }),
    })
  }
}
