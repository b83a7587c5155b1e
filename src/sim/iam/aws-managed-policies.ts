const readVerbs = ['Describe*', 'Get*', 'List*', 'View*', 'Search*', 'Lookup*', 'BatchGet*']
const auditedServices = [
  'account',
  'cloudformation',
  'cloudtrail',
  'config',
  'ec2',
  'iam',
  'kms',
  'lambda',
  'organizations',
  'rds',
  's3',
  'sns',
  'sqs',
  'tag',
]

/**
 * Policies that AWS manages, by path below `policy/`. AdministratorAccess, PowerUserAccess and the IAM and Organizations policies grant
 * what AWS's grant; ReadOnlyAccess, ViewOnlyAccess and SecurityAudit are abridged to the services that the simulator has and their neighbours.
 */
export const awsManagedPolicies: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AdministratorAccess: [allow(['*'])],
    PowerUserAccess: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow([
        'account:GetAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ]),
    ],
    IAMFullAccess: [
      allow([
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:DescribeOrganization',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribePolicy',
        'organizations:ListChildren',
        'organizations:ListParents',
        'organizations:ListPoliciesForTarget',
        'organizations:ListRoots',
        'organizations:ListPolicies',
        'organizations:ListTargetsForPolicy',
      ]),
    ],
    IAMReadOnlyAccess: [
      allow([
        'iam:GenerateCredentialReport',
        'iam:GenerateServiceLastAccessedDetails',
        'iam:Get*',
        'iam:List*',
        'iam:SimulateCustomPolicy',
        'iam:SimulatePrincipalPolicy',
      ]),
    ],
    AWSOrganizationsFullAccess: [
      allow([
        'organizations:*',
        'account:PutAlternateContact',
        'account:DeleteAlternateContact',
        'account:GetAlternateContact',
        'account:GetContactInformation',
        'account:PutContactInformation',
        'account:ListRegions',
        'account:EnableRegion',
        'account:DisableRegion',
      ]),
    ],
    AWSOrganizationsReadOnlyAccess: [
      allow([
        'organizations:Describe*',
        'organizations:List*',
        'account:GetAlternateContact',
        'account:GetContactInformation',
        'account:ListRegions',
        'account:GetRegionOptStatus',
        'account:GetPrimaryEmail',
        'account:GetAccountInformation',
      ]),
    ],
    ReadOnlyAccess: [allow(auditedServices.flatMap((service) => readVerbs.map((verb) => `${service}:${verb}`)))],
    'job-function/ViewOnlyAccess': [allow(auditedServices.flatMap((service) => [`${service}:Describe*`, `${service}:List*`]))],
    SecurityAudit: [allow(auditedServices.flatMap((service) => [`${service}:Describe*`, `${service}:Get*`, `${service}:List*`]))],
  }).map(([name, Statement]) => [name, JSON.stringify({ Version: '2012-10-17', Statement })]),
)

function allow(Action: readonly string[]): object {
  return { Effect: 'Allow', Action, Resource: '*' }
}
