import type { AccountJoinedMethod, CreateAccountRequest } from '@aws-sdk/client-organizations'
import { openAccountProvider } from '../providers.ts'
import type { SimulatedAws } from '../state.ts'
import { constraintError, organizationsError } from './errors.ts'
import { attachDefaults, detachAll } from './policies.ts'
import { organizationsState, type AccountRecord, type CreateAccountRequestRecord, type OrganizationRecord } from './state.ts'
import { forgetTags, parseTags, putTags } from './tags.ts'
import { getMember, placeMember, unplaceMember } from './tree.ts'

const dayMs = 86_400_000
/** A created account must be this old before it may leave. */
const waitPeriodMs = 4 * dayMs
const closureWindowMs = 30 * dayMs
const closuresInProgressMax = 3
const creationsInProgressMax = 5
/** How long AWS takes, roughly, to make or to close an account. */
const creationMs = 45_000
const closureMs = 60_000
/** How long a closed account stays listed; then it leaves the organization for good. */
const closedListedMs = 90 * dayMs

/** Puts an account under a parent; it comes with the AWS-managed policies of every enabled type attached. */
export function joinOrganization(
  aws: SimulatedAws,
  organization: OrganizationRecord,
  join: { account: AccountRecord; method: AccountJoinedMethod; parentId?: string; joinedAt?: number },
): void {
  const { account, method, parentId = organization.rootId, joinedAt = aws.now() } = join
  placeMember(organization, { account, parentId, joinedMethod: method, joinedAt })
  attachDefaults(organization, { id: account.id, type: 'ACCOUNT' })
  organizationsState(aws).memberships.set(account.id, organization)
}

/** Tags, attachments and the place in the tree are lost: they belong to the organization, not to the account. */
export function departOrganization(aws: SimulatedAws, organization: OrganizationRecord, accountId: string): void {
  detachAll(organization, accountId)
  unplaceMember(organization, accountId)
  forgetTags(organization, accountId)
  organization.delegated.delete(accountId)
  organizationsState(aws).memberships.delete(accountId)
}

/** Throws the reason for which an account may not leave its organization now. */
export function assertMayDepart(aws: SimulatedAws, organization: OrganizationRecord, accountId: string): void {
  const member = getMember(organization, accountId)
  if (accountId === organization.managementAccountId) throw organizationsError('MasterCannotLeaveOrganizationException')
  if (organization.delegated.has(accountId)) throw constraintError('CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG')
  const isYoung = member.joinedMethod === 'CREATED' && aws.now() - member.account.createdAt < waitPeriodMs
  if (isYoung) throw constraintError('WAIT_PERIOD_ACTIVE')
}

/** Accepts a request to make an account; whether it succeeds shows in its status later, as e-mail and quota are checked then. */
export function requestAccount(
  aws: SimulatedAws,
  organization: OrganizationRecord,
  input: CreateAccountRequest,
): CreateAccountRequestRecord {
  const state = organizationsState(aws)
  const inProgress = [...organization.createRequests.values()].filter(({ settled }) => !settled)
  if (inProgress.length >= creationsInProgressMax) throw constraintError('ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED')
  const email = input.Email ?? ''
  const isTaken = [...state.accounts.values(), ...inProgress].some((other) => other.email.toLowerCase() === email.toLowerCase())
  const isFull = organization.members.size + inProgress.length >= state.switches.accountQuota
  const request: CreateAccountRequestRecord = {
    id: `car-${aws.ids.lower('car', 32)}`,
    organizationId: organization.id,
    email,
    name: input.AccountName ?? '',
    roleName: input.RoleName ?? 'OrganizationAccountAccessRole',
    tags: parseTags(input.Tags),
    accountId: aws.ids.accountId(),
    requestedAt: aws.now(),
    completesAt: aws.now() + aws.lagMs(creationMs),
    ...(isTaken ? { failure: 'EMAIL_ALREADY_EXISTS' } : isFull && { failure: 'ACCOUNT_LIMIT_EXCEEDED' }),
    settled: false,
  }
  organization.createRequests.set(request.id, request)
  return request
}

/** Carries out what has become due: accounts being made come into being, accounts being closed become closed and, at last, disappear. */
export function settle(aws: SimulatedAws, organization: OrganizationRecord): void {
  const now = aws.now()
  for (const request of organization.createRequests.values())
    if (!request.settled && request.completesAt <= now) completeRequest(aws, organization, request)
  for (const { accountId, at } of organization.closures) {
    const account = organization.members.get(accountId)?.account
    if (account?.state === 'PENDING_CLOSURE' && at + aws.lagMs(closureMs) <= now) account.state = 'CLOSED'
    if (account?.state === 'CLOSED' && at + closedListedMs <= now) departOrganization(aws, organization, accountId)
  }
}

function completeRequest(aws: SimulatedAws, organization: OrganizationRecord, request: CreateAccountRequestRecord): void {
  request.settled = true
  if (request.failure !== undefined) return
  const { accountId, email, name, roleName } = request
  const account: AccountRecord = { id: accountId, email, name, state: 'ACTIVE', createdAt: request.completesAt }
  organizationsState(aws).accounts.set(accountId, account)
  joinOrganization(aws, organization, { account, method: 'CREATED' })
  putTags(organization, { id: accountId, at: aws.now(), tags: request.tags })
  aws.ask(openAccountProvider)({ accountId, managementAccountId: organization.managementAccountId, roleName })
}

/** Closing counts against max(250, 20 % of members) per thirty days, at most 1,000, and three at a time. */
export function beginClosure(aws: SimulatedAws, organization: OrganizationRecord, accountId: string): void {
  const { account } = getMember(organization, accountId)
  if (accountId === organization.managementAccountId) throw constraintError('CANNOT_CLOSE_MANAGEMENT_ACCOUNT')
  if (account.state === 'CLOSED') throw organizationsError('AccountAlreadyClosedException')
  if (account.state === 'PENDING_CLOSURE') throw organizationsError('ConflictException')
  if (organization.delegated.has(accountId)) throw constraintError('CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG')
  const now = aws.now()
  const recent = organization.closures.filter(({ at }) => now - at < closureWindowMs)
  if (recent.length >= Math.min(1_000, Math.max(250, Math.floor(organization.members.size * 0.2))))
    throw constraintError('CLOSE_ACCOUNT_QUOTA_EXCEEDED')
  const inProgress = recent.filter((closure) => organization.members.get(closure.accountId)?.account.state === 'PENDING_CLOSURE')
  if (inProgress.length >= closuresInProgressMax) throw constraintError('CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED')
  account.state = 'PENDING_CLOSURE'
  account.closedAt = now
  organization.closures.push({ accountId, at: now })
  settle(aws, organization)
}
