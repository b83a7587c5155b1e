import { formatRoleArn } from '#platform/aws/role-arn.ts'
import { deniedContentActions, type KitPermission, type KitRole, permissionsOf } from './permissions.ts'

export type PolicyStatement = {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: { readonly AWS: string }
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}
export type PolicyText = { readonly Version: '2012-10-17'; readonly Statement: readonly PolicyStatement[] }

export type CallerFacts = {
  readonly partition: string
  readonly accountId: string
  /** Patterns for `aws:PrincipalArn`. */
  readonly principalArns: readonly string[]
}

/**
 * Whom a trust policy must name. STS shows a role's session without the role's IAM path, so a role whose path is not known is matched
 * both without and below any path; nothing else in the account fits.
 */
export function describeCaller(principalArn: string): CallerFacts | undefined {
  const match = /^arn:([\w-]+):(iam|sts)::(\d{12}):(assumed-role|role|user)\/(.+)$/.exec(principalArn)
  if (match === null) return undefined
  const [, partition = '', , accountId = '', type = '', name = ''] = match
  if (type !== 'assumed-role') return { partition, accountId, principalArns: [principalArn] }
  const role = name.split('/')[0] ?? ''
  return {
    partition,
    accountId,
    principalArns: [`arn:${partition}:iam::${accountId}:role/${role}`, `arn:${partition}:iam::${accountId}:role/*/${role}`],
  }
}

export type TrustTerms = {
  readonly caller: CallerFacts
  readonly externalId: string | null
  /** Given where the caller's account belongs to the organization: then nobody outside can ever be the caller. */
  readonly callerOrganizationId?: string | undefined
}

/**
 * The trust policy of every role. It names the caller's account and compares the caller's ARN in a condition: an ARN in `Principal` is
 * stored as the id of that very role or user, and trusting it would end the day it is re-created.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function trustPolicy({ caller, externalId, callerOrganizationId }: TrustTerms): PolicyText {
  const principal = { AWS: `arn:${caller.partition}:iam::${caller.accountId}:root` }
  const isCaller = { ArnLike: { 'aws:PrincipalArn': caller.principalArns } }
  const exact = {
    ...(externalId !== null && { 'sts:ExternalId': externalId }),
    ...(callerOrganizationId !== undefined && { 'aws:PrincipalOrgID': callerOrganizationId }),
  }
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReeveAssumesThisRole',
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:AssumeRole',
        Condition: { ...isCaller, ...(Object.keys(exact).length > 0 && { StringEquals: exact }) },
      },
      {
        Sid: 'ReeveNamesItsSessions',
        Effect: 'Allow',
        Principal: principal,
        Action: ['sts:SetSourceIdentity', 'sts:TagSession'],
        Condition: isCaller,
      },
    ],
  }
}

/** What a role may do: exactly the declared actions. For the member role also the explicit denies on contents and secrets. */
export function rolePolicy(role: Exclude<KitRole, 'caller'>, selfArn: string, permissions?: readonly KitPermission[]): PolicyText {
  const declared = permissionsOf(role, permissions)
  const anywhere = declared.filter(({ resource }) => resource === undefined).map(({ action }) => action)
  const onSelf = declared.filter(({ resource }) => resource === 'self').map(({ action }) => action)
  return {
    Version: '2012-10-17',
    Statement: [
      ...(anywhere.length > 0 ? [{ Sid: 'ReeveReads', Effect: 'Allow' as const, Action: anywhere, Resource: '*' }] : []),
      ...(onSelf.length > 0 ? [{ Sid: 'ReeveReadsItsOwnRole', Effect: 'Allow' as const, Action: onSelf, Resource: selfArn }] : []),
      ...(role === 'member' ? [denyContents] : []),
    ],
  }
}

const denyContents: PolicyStatement = { Sid: 'NeverContentsOrSecrets', Effect: 'Deny', Action: [...deniedContentActions], Resource: '*' }

export type CallerPolicyTerms = {
  readonly partition: string
  readonly roleNames: readonly string[]
  readonly orgRoleArn?: string | undefined
}

/** The STS policy of the caller (CONN-4): it may become these roles, in whatever account, and nothing else. */
export function callerPolicy({ partition, roleNames, orgRoleArn }: CallerPolicyTerms): PolicyText {
  const anyAccount = roleNames.map((name) => formatRoleArn({ partition, accountId: '*', name }))
  const read = permissionsOf('caller').filter(({ access }) => access === 'read')
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReeveAssumesItsRoles',
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Resource: [...(orgRoleArn === undefined ? [] : [orgRoleArn]), ...anyAccount],
      },
      { Sid: 'ReeveChecksTokens', Effect: 'Allow', Action: read.map(({ action }) => action), Resource: '*' },
    ],
  }
}

/**
 * The resource-based delegation policy, attached in the management account, by which a member account may read the organization. Only
 * the reads that Organizations lets a delegation policy grant, and only to the organization role.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs-policy-delegate.html
 */
export function delegationPolicy({
  partition,
  accountId,
  roleName,
}: {
  readonly partition: string
  readonly accountId: string
  readonly roleName: string
}): PolicyText {
  const actions = permissionsOf('organization')
    .filter(({ action }) => action.startsWith('organizations:'))
    .map(({ action }) => action)
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReeveReadsTheOrganization',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: actions,
        Resource: '*',
        Condition: { ArnLike: { 'aws:PrincipalArn': formatRoleArn({ partition, accountId, name: roleName }) } },
      },
    ],
  }
}

/** Trust of the hosting account's instance role (CONN-3). */
export function instanceTrustPolicy(partition: string): object {
  const service = partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com'
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'InstancesOfReeve', Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  }
}
