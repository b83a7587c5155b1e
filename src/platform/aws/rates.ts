import type { AwsService } from './door.ts'

export type Rate = { readonly perSecond: number; readonly burst: number }

/**
 * One published limit. `account` is drawn by the calling account alone, `organization` by all its callers together.
 * The pages do not say whether APIs of one row share a bucket; we assume they do. `each` means every operation has its own.
 */
export type RateRow = {
  readonly service: AwsService
  readonly operations: readonly string[] | 'reads' | 'writes'
  readonly each?: boolean
  readonly perRegion?: boolean
  /** Only calls that page: EC2 halves the bucket of an unfiltered, unpaginated describe. */
  readonly when?: 'unpaginated'
  readonly account?: Rate
  readonly organization?: Rate
  /** True where AWS publishes nothing: a guess on the careful side, corrected by throttles at run time. */
  readonly assumed?: true
}

const rate = (perSecond: number, burst: number): Rate => ({ perSecond, burst })

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html#throttling-limits */
const organizationsRates: readonly RateRow[] = [
  { service: 'organizations', operations: ['DescribeAccount'], account: rate(20, 30), organization: rate(24, 36) },
  { service: 'organizations', operations: ['ListAccounts'], account: rate(8, 12), organization: rate(9, 15) },
  { service: 'organizations', operations: ['ListChildren'], account: rate(6, 10), organization: rate(7, 12) },
  {
    service: 'organizations',
    operations: ['ListParents', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent'],
    account: rate(5, 8),
    organization: rate(6, 10),
  },
  {
    service: 'organizations',
    operations: ['ListPolicies', 'ListPoliciesForTarget', 'ListTargetsForPolicy'],
    account: rate(5, 8),
    organization: rate(6, 10),
  },
  { service: 'organizations', operations: ['ListDelegatedAdministrators'], account: rate(5, 8), organization: rate(6, 10) },
  {
    service: 'organizations',
    operations: ['ListHandshakesForAccount', 'ListHandshakesForOrganization'],
    account: rate(5, 8),
    organization: rate(6, 10),
  },
  { service: 'organizations', operations: ['ListCreateAccountStatus'], account: rate(5, 8), organization: rate(6, 10) },
  { service: 'organizations', operations: ['ListTagsForResource'], account: rate(10, 15), organization: rate(12, 18) },
  { service: 'organizations', operations: ['DescribePolicy'], account: rate(2, 2), organization: rate(2, 3) },
  { service: 'organizations', operations: ['DescribeOrganizationalUnit'], account: rate(2, 2), organization: rate(2, 3) },
  { service: 'organizations', operations: ['DescribeCreateAccountStatus'], account: rate(2, 2), organization: rate(2, 3) },
  { service: 'organizations', operations: ['ListRoots'], account: rate(1, 2), organization: rate(1, 3) },
  {
    service: 'organizations',
    operations: ['ListAWSServiceAccessForOrganization', 'ListDelegatedServicesForAccount'],
    account: rate(1, 3),
    organization: rate(1, 4),
  },
  { service: 'organizations', operations: ['DescribeOrganization', 'CreateOrganizationalUnit'], account: rate(1, 2) },
  { service: 'organizations', operations: ['DescribeHandshake'], account: rate(1, 2), organization: rate(6, 10) },
  { service: 'organizations', operations: ['AcceptHandshake'], account: rate(1, 2), organization: rate(5, 5) },
  { service: 'organizations', operations: ['DeclineHandshake'], account: rate(1, 1), organization: rate(5, 5) },
  { service: 'organizations', operations: ['CancelHandshake'], account: rate(2, 3) },
  { service: 'organizations', operations: ['InviteAccountToOrganization'], account: rate(3, 5) },
  { service: 'organizations', operations: ['LeaveOrganization'], account: rate(1, 1) },
  { service: 'organizations', operations: ['RemoveAccountFromOrganization'], account: rate(2, 2) },
  { service: 'organizations', operations: ['MoveAccount', 'UpdateOrganizationalUnit', 'DeleteOrganizationalUnit'], account: rate(2, 3) },
  { service: 'organizations', operations: ['CreateAccount', 'CreateGovCloudAccount'], account: rate(0.1, 3) },
  { service: 'organizations', operations: ['CloseAccount'], account: rate(0.05, 1) },
  { service: 'organizations', operations: ['CreatePolicy', 'DeletePolicy', 'AttachPolicy', 'DetachPolicy'], account: rate(2, 3) },
  { service: 'organizations', operations: ['UpdatePolicy'], account: rate(2, 3) },
  { service: 'organizations', operations: ['EnablePolicyType', 'DisablePolicyType'], account: rate(1, 1) },
  { service: 'organizations', operations: ['TagResource', 'UntagResource'], account: rate(4, 6) },
  { service: 'organizations', operations: ['EnableAWSServiceAccess', 'DisableAWSServiceAccess'], account: rate(1, 2) },
  { service: 'organizations', operations: ['RegisterDelegatedAdministrator', 'DeregisterDelegatedAdministrator'], account: rate(1, 2) },
  { service: 'organizations', operations: 'reads', each: true, account: rate(1, 2), organization: rate(1, 2), assumed: true },
  { service: 'organizations', operations: 'writes', each: true, account: rate(1, 1), organization: rate(1, 1), assumed: true },
]

/**
 * 600/s per account and Region, shared, charged to the caller in cross-account calls.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html — no burst is published: a tenth of a second's worth.
 */
const stsRates: readonly RateRow[] = [
  {
    service: 'sts',
    operations: [
      'AssumeRole',
      'GetCallerIdentity',
      'DecodeAuthorizationMessage',
      'GetAccessKeyInfo',
      'GetFederationToken',
      'GetSessionToken',
    ],
    perRegion: true,
    account: rate(600, 60),
  },
  { service: 'sts', operations: 'reads', perRegion: true, each: true, account: rate(20, 20), assumed: true },
  { service: 'sts', operations: 'writes', perRegion: true, each: true, account: rate(20, 20), assumed: true },
]

/** https://docs.aws.amazon.com/accounts/latest/reference/quotas.html */
const accountRates: readonly RateRow[] = [
  { service: 'account', operations: ['ListRegions'], account: rate(5, 5) },
  { service: 'account', operations: ['GetRegionOptStatus'], account: rate(5, 5) },
  { service: 'account', operations: ['GetAccountInformation'], account: rate(3, 3) },
  { service: 'account', operations: ['PutAccountName'], account: rate(1, 1) },
  { service: 'account', operations: ['EnableRegion'], account: rate(1, 1) },
  { service: 'account', operations: ['DisableRegion'], account: rate(1, 1) },
  { service: 'account', operations: 'reads', each: true, account: rate(3, 3), assumed: true },
  { service: 'account', operations: 'writes', each: true, account: rate(1, 1), assumed: true },
]

/** Per account and Region, a bucket per API. https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
const ec2Rates: readonly RateRow[] = [
  {
    service: 'ec2',
    operations: [
      'DescribeInstances',
      'DescribeInstanceStatus',
      'DescribeNetworkInterfaces',
      'DescribeSecurityGroups',
      'DescribeSnapshots',
      'DescribeSpotInstanceRequests',
      'DescribeVolumes',
    ],
    each: true,
    perRegion: true,
    when: 'unpaginated',
    account: rate(10, 50),
  },
  { service: 'ec2', operations: ['DescribeMovingAddresses'], perRegion: true, account: rate(1, 1) },
  { service: 'ec2', operations: ['DescribeByoipCidrs'], perRegion: true, account: rate(0.5, 1) },
  { service: 'ec2', operations: ['DescribeInstanceTopology'], perRegion: true, account: rate(1, 1) },
  { service: 'ec2', operations: ['CreateVpcEndpoint'], perRegion: true, account: rate(0.3, 4) },
  { service: 'ec2', operations: 'reads', each: true, perRegion: true, account: rate(20, 100) },
  { service: 'ec2', operations: 'writes', each: true, perRegion: true, account: rate(5, 50) },
]

/** AWS publishes no request rates for these. */
const unpublishedRates: readonly RateRow[] = [
  { service: 'iam', operations: ['SimulatePrincipalPolicy', 'SimulateCustomPolicy'], account: rate(5, 5), assumed: true },
  { service: 'iam', operations: 'reads', each: true, account: rate(10, 20), assumed: true },
  { service: 'iam', operations: 'writes', each: true, account: rate(2, 5), assumed: true },
  { service: 'cloudformation', operations: 'reads', each: true, perRegion: true, account: rate(5, 10), assumed: true },
  { service: 'cloudformation', operations: 'writes', each: true, perRegion: true, account: rate(1, 2), assumed: true },
  { service: 'tagging', operations: 'reads', each: true, perRegion: true, account: rate(5, 5), assumed: true },
  // S3 publishes requests per prefix, thousands of times what a trail needs; this only keeps a mistake from becoming a bill.
  { service: 's3', operations: 'reads', each: true, perRegion: true, account: rate(50, 100), assumed: true },
  { service: 's3', operations: 'writes', each: true, perRegion: true, account: rate(20, 50), assumed: true },
  { service: 'tagging', operations: 'writes', each: true, perRegion: true, account: rate(2, 2), assumed: true },
]

/** In order: the first row that fits an operation is its limit. */
export const rateRows: readonly RateRow[] = [...organizationsRates, ...stsRates, ...accountRates, ...ec2Rates, ...unpublishedRates]
