import type {
  Account,
  CreateAccountStatus,
  DelegatedAdministrator,
  Handshake,
  HandshakeResource,
  Organization,
  OrganizationalUnit,
  PolicySummary,
  PolicyTypeSummary,
  Root,
} from '@aws-sdk/client-organizations'
import type { SimulatedAws } from '../state.ts'
import { accountArn, handshakeArn, organizationArn, ouArn, rootArn } from './arns.ts'
import { stateOf } from './handshakes.ts'
import {
  organizationsState,
  type AccountRecord,
  type CreateAccountRequestRecord,
  type DelegatedAccount,
  type HandshakeRecord,
  type Member,
  type OrganizationalUnitRecord,
  type OrganizationRecord,
  type PolicyRecord,
} from './state.ts'
import { accountPathOf, getMember, orgPathOf } from './tree.ts'

/** The management account's, as handshakes and the organization show it. */
function managementOf(organization: OrganizationRecord): AccountRecord {
  return getMember(organization, organization.managementAccountId).account
}

export function organizationShape(organization: OrganizationRecord): Organization {
  return {
    Id: organization.id,
    Arn: organizationArn(organization),
    FeatureSet: organization.featureSet,
    MasterAccountArn: accountArn(organization, organization.managementAccountId),
    MasterAccountId: organization.managementAccountId,
    MasterAccountEmail: managementOf(organization).email,
    // Deprecated by AWS and still sent: it tells what is available, not what is enabled.
    AvailablePolicyTypes: organization.featureSet === 'ALL' ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [],
  }
}

/** Types on their way show as PENDING_ENABLE or PENDING_DISABLE; `omitPending` gives the reply of the switching call itself, which may not list them yet. */
export function rootShape(organization: OrganizationRecord, now: number, omitPending = false): Root {
  const types = [...organization.policyTypes].flatMap(([Type, { on, settlesAt }]): PolicyTypeSummary[] => {
    if (settlesAt > now) return omitPending ? [] : [{ Type, Status: on ? 'PENDING_ENABLE' : 'PENDING_DISABLE' }]
    return on ? [{ Type, Status: 'ENABLED' }] : []
  })
  return { Id: organization.rootId, Arn: rootArn(organization, organization.rootId), Name: 'Root', PolicyTypes: types }
}

/** A closed account shows `Status` SUSPENDED beside `State` CLOSED, as AWS does. */
function statusOf(state: AccountRecord['state']): NonNullable<Account['Status']> {
  if (state === 'PENDING_CLOSURE') return state
  return state === 'SUSPENDED' || state === 'CLOSED' ? 'SUSPENDED' : 'ACTIVE'
}

export function accountShape(aws: SimulatedAws, organization: OrganizationRecord, member: Member): Account {
  const { account, joinedMethod, joinedAt } = member
  const { switches } = organizationsState(aws)
  return {
    Id: account.id,
    Arn: accountArn(organization, account.id),
    Email: account.email,
    Name: account.name,
    ...(switches.accountStatus && { Status: statusOf(account.state) }),
    State: account.state,
    ...(switches.paths && account.omitsPaths !== true && { Paths: [accountPathOf(organization, member)] }),
    JoinedMethod: joinedMethod,
    JoinedTimestamp: new Date(joinedAt),
  }
}

export function unitShape(aws: SimulatedAws, organization: OrganizationRecord, unit: OrganizationalUnitRecord): OrganizationalUnit {
  const { switches } = organizationsState(aws)
  return {
    Id: unit.id,
    Arn: ouArn(organization, unit.id),
    Name: unit.name,
    ...(switches.paths && { Path: orgPathOf(organization, unit.id) }),
  }
}

export function policySummaryShape(policy: PolicyRecord): PolicySummary {
  const { id, arn, name, description, type, awsManaged } = policy
  return { Id: id, Arn: arn, Name: name, Description: description, Type: type, AwsManaged: awsManaged }
}

export function delegatedAdministratorShape(
  aws: SimulatedAws,
  organization: OrganizationRecord,
  delegated: DelegatedAccount,
): DelegatedAdministrator {
  const account = accountShape(aws, organization, getMember(organization, delegated.accountId))
  delete account.Paths
  const enabledAt = Math.min(...[...delegated.services.values()].map((service) => service.enabledAt))
  return { ...account, DelegationEnabledDate: new Date(enabledAt) }
}

export function createAccountStatusShape(request: CreateAccountRequestRecord): CreateAccountStatus {
  const head = { Id: request.id, AccountName: request.name, RequestedTimestamp: new Date(request.requestedAt) }
  if (!request.settled) return { ...head, State: 'IN_PROGRESS' }
  const done = { ...head, CompletedTimestamp: new Date(request.completesAt) }
  return request.failure === undefined
    ? { ...done, State: 'SUCCEEDED', AccountId: request.accountId }
    : { ...done, State: 'FAILED', FailureReason: request.failure }
}

/** The organization is one resource that nests what describes it: management e-mail, name and feature set. */
function handshakeResources(organization: OrganizationRecord, handshake: HandshakeRecord): HandshakeResource[] {
  const management = managementOf(organization)
  const about: HandshakeResource[] = [
    { Type: 'MASTER_EMAIL', Value: management.email },
    { Type: 'MASTER_NAME', Value: management.name },
    { Type: 'ORGANIZATION_FEATURE_SET', Value: organization.featureSet },
  ]
  const resources: HandshakeResource[] = [
    { Type: 'ORGANIZATION', Value: organization.id, ...(handshake.action === 'INVITE' && { Resources: about }) },
  ]
  if (handshake.target?.type === 'ACCOUNT') resources.push({ Type: 'ACCOUNT', Value: handshake.target.id })
  if (handshake.target?.type === 'EMAIL') resources.push({ Type: 'EMAIL', Value: handshake.target.id })
  if (handshake.notes !== undefined) resources.push({ Type: 'NOTES', Value: handshake.notes })
  if (handshake.parentHandshakeId !== undefined) resources.push({ Type: 'PARENT_HANDSHAKE', Value: handshake.parentHandshakeId })
  return resources
}

export function handshakeShape(aws: SimulatedAws, handshake: HandshakeRecord): Handshake {
  const organization = organizationsState(aws).organizations.get(handshake.organizationId)
  if (organization === undefined) return { Id: handshake.id }
  const parties: Handshake['Parties'] = [{ Id: organization.id, Type: 'ORGANIZATION' }]
  if (handshake.target !== undefined) parties.push({ Id: handshake.target.id, Type: handshake.target.type })
  return {
    Id: handshake.id,
    Arn: handshakeArn(organization, handshake.action, handshake.id),
    Parties: parties,
    State: stateOf(handshake, aws.now()),
    RequestedTimestamp: new Date(handshake.requestedAt),
    ExpirationTimestamp: new Date(handshake.expiresAt),
    Action: handshake.action,
    Resources: handshakeResources(organization, handshake),
  }
}
