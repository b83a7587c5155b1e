import type { Caller } from './define-operation.ts'
import { organizationProvider, type OrganizationView, type PrincipalPolicies } from './providers.ts'
import type { SessionPart } from './credentials.ts'
import type { SimulatedAws } from './state.ts'

export type ContextValue = string | readonly string[]
export type Surroundings = {
  readonly caller: Caller
  readonly region: string
  readonly session?: SessionPart | undefined
  readonly policies?: PrincipalPolicies | undefined
  readonly organization?: OrganizationView | undefined
  readonly sourceIp?: string | undefined
  readonly userAgent?: string | undefined
}

/**
 * Global condition keys that AWS puts into every request it can; what AWS leaves out (MFA for long-lived keys, organization keys for an
 * account in none) is absent here too. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function globalContext(aws: SimulatedAws, surroundings: Surroundings): Record<string, ContextValue> {
  const { caller, region, session, policies, organization } = surroundings
  const now = aws.now()
  const context: Record<string, ContextValue> = {
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalArn': principalArnOf(aws, caller),
    'aws:PrincipalType': { user: 'User', role: 'AssumedRole', root: 'Account', federated: 'FederatedUser', anonymous: 'Anonymous' }[
      caller.kind
    ],
    'aws:userid': caller.userId,
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': 'true',
    'aws:SourceIp': surroundings.sourceIp ?? '198.51.100.7',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
  }
  if (surroundings.userAgent !== undefined) context['aws:UserAgent'] = surroundings.userAgent
  if (caller.kind === 'user' && caller.entityPath !== undefined) context['aws:username'] = caller.entityPath.split('/').at(-1)!
  if (caller.sourceIdentity !== undefined) context['aws:SourceIdentity'] = caller.sourceIdentity
  for (const [key, value] of Object.entries({ ...policies?.tags, ...caller.sessionTags })) context[`aws:PrincipalTag/${key}`] = value
  if (session !== undefined) {
    context['aws:TokenIssueTime'] = new Date(session.issuedAt).toISOString()
    context['aws:MultiFactorAuthPresent'] = String(caller.mfa ?? false)
    if (caller.mfa === true) context['aws:MultiFactorAuthAge'] = String(Math.floor((now - session.issuedAt) / 1000))
  }
  if (organization !== undefined) {
    context['aws:PrincipalOrgID'] = organization.id
    context['aws:PrincipalOrgMasterAccountId'] = organization.managementAccountId
    context['aws:PrincipalOrgPaths'] = [organization.path]
  }
  return context
}

/** Keys that tell of the resource's account. */
export function resourceContext(aws: SimulatedAws, accountId: string): Record<string, ContextValue> {
  const organization = aws.ask(organizationProvider)(accountId)
  const context: Record<string, ContextValue> = { 'aws:ResourceAccount': accountId }
  if (organization !== undefined) {
    context['aws:ResourceOrgID'] = organization.id
    context['aws:ResourceOrgPaths'] = [organization.path]
  }
  return context
}

/** `aws:PrincipalArn`: for a role session the role itself, path included. */
export function principalArnOf(aws: SimulatedAws, caller: Caller): string {
  if (caller.kind !== 'role' || caller.entityPath === undefined) return caller.arn
  return `arn:${aws.settings.partition}:iam::${caller.accountId}:role/${caller.entityPath}`
}
