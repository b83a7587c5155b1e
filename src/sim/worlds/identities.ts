import { addAccessKey, addRole, addUser } from '../iam/state.ts'
import type { KeyPair } from '../define-world.ts'
import type { SimulatedAws } from '../state.ts'
import { worldBegan } from './seeded-organization.ts'

export const orgRoleName = 'ReeveOrganizationRole'
export const memberRoleName = 'ReeveMemberRole'
const callerName = 'reeve-caller'
const adminName = 'administrator'

/** Longest session of the roles, in seconds, where nothing else is said; AWS allows up to 43,200. */
export const sessionSecondsMax = 14_400

/** ROLE-5, the exact set that registration tests, and the one extra that reads tags in bulk. */
export const orgRoleActions = [
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
export const bulkTagsAction = 'tag:GetResources'

const document = (statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })

/** What the member role may do: read what a harvest of this simulated cloud can read. */
const memberPolicy = document([
  {
    Effect: 'Allow',
    Action: [
      'account:Get*',
      'account:List*',
      'ec2:Describe*',
      'iam:GetAccountSummary',
      'iam:List*',
      'organizations:DescribeOrganization',
      'tag:GetResources',
    ],
    Resource: '*',
  },
])

export type Trusted = { readonly principalArn: string; readonly externalId: string }

/** ROLE-11: one principal, one ExternalId. */
export function trustOf({ principalArn, externalId }: Trusted): string {
  return document([
    {
      Effect: 'Allow',
      Principal: { AWS: principalArn },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    },
  ])
}

/** The caller: an IAM user who may assume the two roles wherever they are and do nothing else. */
export function seedCaller(aws: SimulatedAws, accountId: string): KeyPair & { readonly arn: string } {
  const roleArns = [orgRoleName, memberRoleName].map((name) => `arn:${aws.settings.partition}:iam::*:role/${name}`)
  const user = addUser(aws, accountId, {
    name: callerName,
    inline: { 'assume-the-two-roles': document([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArns }]) },
    createdAt: worldBegan,
  })
  return { ...addAccessKey(aws, accountId, callerName), arn: user.arn }
}

export function seedAdministrator(aws: SimulatedAws, accountId: string, keys?: KeyPair): KeyPair {
  addUser(aws, accountId, {
    name: adminName,
    attached: [`arn:${aws.settings.partition}:iam::aws:policy/AdministratorAccess`],
    createdAt: worldBegan,
  })
  return addAccessKey(aws, accountId, adminName, keys)
}

/** The organization role, in the management account or a delegated administrator's. */
export function seedOrgRole(aws: SimulatedAws, accountId: string, trust: string): string {
  const policy = document([{ Effect: 'Allow', Action: [...orgRoleActions, bulkTagsAction], Resource: '*' }])
  return addRole(aws, accountId, {
    name: orgRoleName,
    trust,
    inline: { 'read-organization': policy },
    maxSessionDuration: sessionSecondsMax,
    createdAt: worldBegan,
  }).arn
}

export type MemberRole = { readonly trust: string; readonly isPowerless?: boolean; readonly maxSessionDuration?: number }

export function seedMemberRole(
  aws: SimulatedAws,
  accountId: string,
  { trust, isPowerless = false, maxSessionDuration = sessionSecondsMax }: MemberRole,
): void {
  addRole(aws, accountId, {
    name: memberRoleName,
    trust,
    inline: isPowerless ? {} : { harvest: memberPolicy },
    maxSessionDuration,
    createdAt: worldBegan,
  })
}

/** What CreateAccount leaves in a new account: the management account's way in, so that an owner can mend what a world broke. */
export function seedAccessRole(aws: SimulatedAws, accountId: string, trust: string): void {
  const attached = [`arn:${aws.settings.partition}:iam::aws:policy/AdministratorAccess`]
  addRole(aws, accountId, { name: 'OrganizationAccountAccessRole', trust, attached, createdAt: worldBegan })
}

export function accessRoleTrust(aws: SimulatedAws, managementAccountId: string): string {
  return document([
    { Effect: 'Allow', Principal: { AWS: `arn:${aws.settings.partition}:iam::${managementAccountId}:root` }, Action: 'sts:AssumeRole' },
  ])
}
