import type { Throttle } from '../define-service.ts'

const row = (operations: string, account: readonly [number, number], organization?: readonly [number, number]): Throttle => ({
  operations: operations.split(' '),
  account: { rate: account[0], burst: account[1] },
  ...(organization !== undefined && { organization: { rate: organization[0], burst: organization[1] } }),
  per: 'account',
})

/**
 * Published throttles, rate per second and burst; one row is one bucket, because AWS does not say that grouped APIs have their own.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html#throttling-limits
 */
export const organizationsThrottles: readonly Throttle[] = [
  row('DescribeAccount', [20, 30], [24, 36]),
  row('ListAccounts', [8, 12], [9, 15]),
  row('ListChildren', [6, 10], [7, 12]),
  row('ListParents ListAccountsForParent ListOrganizationalUnitsForParent', [5, 8], [6, 10]),
  row('ListPolicies ListPoliciesForTarget ListTargetsForPolicy', [5, 8], [6, 10]),
  row('ListDelegatedAdministrators', [5, 8], [6, 10]),
  row('ListHandshakesForAccount ListHandshakesForOrganization', [5, 8], [6, 10]),
  row('ListCreateAccountStatus', [5, 8], [6, 10]),
  row('ListTagsForResource', [10, 15], [12, 18]),
  row('DescribePolicy', [2, 2], [2, 3]),
  row('DescribeOrganizationalUnit', [2, 2], [2, 3]),
  row('DescribeCreateAccountStatus', [2, 2], [2, 3]),
  row('ListRoots', [1, 2], [1, 3]),
  row('ListAWSServiceAccessForOrganization ListDelegatedServicesForAccount', [1, 3], [1, 4]),
  row('DescribeOrganization', [1, 2]),
  row('CreateOrganizationalUnit', [1, 2]),
  row('DescribeHandshake', [1, 2], [6, 10]),
  row('AcceptHandshake', [1, 2], [5, 5]),
  row('DeclineHandshake', [1, 1], [5, 5]),
  row('CancelHandshake', [2, 3]),
  row('InviteAccountToOrganization', [3, 5]),
  row('LeaveOrganization', [1, 1]),
  row('RemoveAccountFromOrganization', [2, 2]),
  row('MoveAccount', [2, 3]),
  row('UpdateOrganizationalUnit DeleteOrganizationalUnit', [2, 3]),
  row('CreateAccount', [0.1, 3]),
  row('CloseAccount', [0.05, 1]),
  row('CreatePolicy DeletePolicy AttachPolicy DetachPolicy', [2, 3]),
  row('UpdatePolicy', [2, 3]),
  row('EnablePolicyType DisablePolicyType', [1, 1]),
  row('TagResource UntagResource', [4, 6]),
  row('EnableAWSServiceAccess DisableAWSServiceAccess', [1, 2]),
  row('RegisterDelegatedAdministrator DeregisterDelegatedAdministrator', [1, 2]),
]
