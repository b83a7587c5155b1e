/**
 * The exact set that a registration is tested for (ROLE-5, ORG-19). Reading accounts, their tags, OUs, SCPs, RCPs and their attachments;
 * `iam:SimulatePrincipalPolicy` belongs to it because the test runs with the role's own session.
 */
export const requiredActions = [
  'organizations:DescribeOrganization',
  'organizations:ListRoots',
  'organizations:ListAccounts',
  'organizations:DescribeAccount',
  'organizations:ListAccountsForParent',
  'organizations:ListParents',
  'organizations:ListChildren',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:DescribeOrganizationalUnit',
  'organizations:ListTagsForResource',
  'organizations:ListPolicies',
  'organizations:DescribePolicy',
  'organizations:ListPoliciesForTarget',
  'organizations:ListTargetsForPolicy',
  'iam:SimulatePrincipalPolicy',
] as const

export type RequiredAction = (typeof requiredActions)[number]
export type OrganizationsAction = Exclude<RequiredAction, 'iam:SimulatePrincipalPolicy'>

export const organizationsActions: readonly OrganizationsAction[] = requiredActions.filter(
  (action) => action !== 'iam:SimulatePrincipalPolicy',
)

/** Needed only where the organization has all features; a consolidated-billing one has no policies to read. */
export const policyActions: ReadonlySet<RequiredAction> = new Set<RequiredAction>([
  'organizations:ListPolicies',
  'organizations:DescribePolicy',
  'organizations:ListPoliciesForTarget',
  'organizations:ListTargetsForPolicy',
])
