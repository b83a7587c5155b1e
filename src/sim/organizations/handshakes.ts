import type { ActionType, InviteAccountToOrganizationRequest } from '@aws-sdk/client-organizations'
import type { SimulatedAws } from '../state.ts'
import { constraintError, handshakeConstraintError, invalidInputError, organizationsError } from './errors.ts'
import { assertMayDepart, departOrganization, joinOrganization } from './membership.ts'
import { organizationsState, type AccountRecord, type HandshakeRecord, type HandshakeState, type OrganizationRecord } from './state.ts'
import { parseTags, putTags } from './tags.ts'

const dayMs = 86_400_000
/** An invitation lives exactly fifteen days, a request to enable all features ninety. */
const lifeMs: Partial<Record<ActionType, number>> = {
  INVITE: 15 * dayMs,
  ENABLE_ALL_FEATURES: 90 * dayMs,
  APPROVE_ALL_FEATURES: 90 * dayMs,
}
/** How long lists still show a handshake that has ended. */
const visibleMs = 30 * dayMs
/** Invitations per rolling day; accepted ones do not count. AWS's limit is the larger of twenty and the account quota. */
const invitationsMin = 20

/** The state as of now: an open handshake past its time has expired without anyone writing it down. */
export function stateOf(handshake: HandshakeRecord, now: number): HandshakeState {
  const isOver = (handshake.state === 'OPEN' || handshake.state === 'REQUESTED') && handshake.expiresAt <= now
  return isOver ? 'EXPIRED' : handshake.state
}

export function isVisible(handshake: HandshakeRecord, now: number): boolean {
  const endedAt = handshake.endedAt ?? (stateOf(handshake, now) === 'EXPIRED' ? handshake.expiresAt : undefined)
  return endedAt === undefined || now - endedAt < visibleMs
}

export function isOpen(handshake: HandshakeRecord, now: number): boolean {
  const state = stateOf(handshake, now)
  return state === 'OPEN' || state === 'REQUESTED'
}

/** The handshake, if the account is a party to it: its organization's management account, or the one it was sent to. */
export function getHandshake(aws: SimulatedAws, handshakeId: string, accountId: string): HandshakeRecord {
  const state = organizationsState(aws)
  const handshake = state.handshakes.get(handshakeId)
  if (handshake === undefined) throw organizationsError('HandshakeNotFoundException')
  const isSender = state.organizations.get(handshake.organizationId)?.managementAccountId === accountId
  if (!isSender && handshake.targetAccountId !== accountId) throw organizationsError('HandshakeNotFoundException')
  return handshake
}

type NewHandshake = Pick<HandshakeRecord, 'action'> &
  Partial<Pick<HandshakeRecord, 'target' | 'targetAccountId' | 'notes' | 'tags' | 'parentHandshakeId' | 'state'>>

function addHandshake(aws: SimulatedAws, organization: OrganizationRecord, fields: NewHandshake): HandshakeRecord {
  const requestedAt = aws.now()
  const handshake: HandshakeRecord = {
    id: `h-${aws.ids.lower('h', 32)}`,
    organizationId: organization.id,
    tags: new Map(),
    requestedAt,
    expiresAt: requestedAt + (lifeMs[fields.action] ?? 15 * dayMs),
    state: 'OPEN',
    ...fields,
  }
  organizationsState(aws).handshakes.set(handshake.id, handshake)
  return handshake
}

/** Invites by account id or e-mail address. An e-mail address that no account has is invited too: AWS does not tell. */
export function invite(aws: SimulatedAws, organization: OrganizationRecord, input: InviteAccountToOrganizationRequest): HandshakeRecord {
  const state = organizationsState(aws)
  const target = parseTarget(input.Target)
  const account = target.type === 'ACCOUNT' ? state.accounts.get(target.id) : findByEmail(state.accounts.values(), target.id)
  if (target.type === 'ACCOUNT' && account === undefined) throw organizationsError('AccountNotFoundException')
  assertInvitable(aws, organization, { id: target.id, account })
  return addHandshake(aws, organization, {
    action: 'INVITE',
    target,
    tags: parseTags(input.Tags),
    ...(account !== undefined && { targetAccountId: account.id }),
    ...(input.Notes !== undefined && { notes: input.Notes }),
  })
}

function parseTarget(target: InviteAccountToOrganizationRequest['Target']): { id: string; type: 'ACCOUNT' | 'EMAIL' } {
  const { Id: id = '', Type: type } = target ?? {}
  if (type !== 'ACCOUNT' && type !== 'EMAIL') throw invalidInputError('INVALID_PARTY_TYPE_TARGET')
  if (type === 'ACCOUNT' && !/^\d{12}$/.test(id)) throw invalidInputError('INVALID_PATTERN_TARGET_ID')
  if (type === 'EMAIL' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(id)) throw invalidInputError('INVALID_EMAIL_ADDRESS_TARGET')
  return { id, type }
}

function findByEmail(accounts: Iterable<AccountRecord>, email: string): AccountRecord | undefined {
  for (const account of accounts) if (account.email.toLowerCase() === email.toLowerCase()) return account
  return undefined
}

function assertInvitable(
  aws: SimulatedAws,
  organization: OrganizationRecord,
  invitee: { readonly id: string; readonly account: AccountRecord | undefined },
): void {
  const state = organizationsState(aws)
  const now = aws.now()
  const sent = [...state.handshakes.values()].filter(({ organizationId }) => organizationId === organization.id)
  const own = sent.filter(({ action }) => action === 'INVITE')
  const open = own.filter((handshake) => isOpen(handshake, now))
  const sameTarget = ({ target, targetAccountId }: HandshakeRecord) =>
    target?.id === invitee.id || (invitee.account !== undefined && targetAccountId === invitee.account.id)
  if (invitee.account !== undefined && organization.members.has(invitee.account.id))
    throw handshakeConstraintError('ALREADY_IN_AN_ORGANIZATION')
  if (invitee.account !== undefined && invitee.account.state !== 'ACTIVE')
    throw handshakeConstraintError('TARGET_ACCOUNT_VALIDATION_FAILURE')
  if (open.some(sameTarget)) throw organizationsError('DuplicateHandshakeException')
  const isMigrating = sent.some((handshake) => handshake.action === 'ENABLE_ALL_FEATURES' && isOpen(handshake, now))
  if (isMigrating) throw handshakeConstraintError('INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES')
  if (organization.members.size + open.length >= state.switches.accountQuota)
    throw handshakeConstraintError('ACCOUNT_NUMBER_LIMIT_EXCEEDED')
  const attempts = own.filter((handshake) => handshake.state !== 'ACCEPTED' && now - handshake.requestedAt < dayMs)
  if (attempts.length >= Math.max(invitationsMin, state.switches.accountQuota)) throw constraintError('HANDSHAKE_RATE_LIMIT_EXCEEDED')
}

/** Ends a handshake, or says why it cannot: an ended one never changes, and asking twice for the same is told apart. */
export function endHandshake(handshake: HandshakeRecord, to: 'ACCEPTED' | 'DECLINED' | 'CANCELED', now: number): void {
  const current = stateOf(handshake, now)
  if (current === to) throw organizationsError('HandshakeAlreadyInStateException')
  if (current !== 'OPEN' && current !== 'REQUESTED') throw organizationsError('InvalidHandshakeTransitionException')
  handshake.state = to
  handshake.endedAt = now
}

/**
 * The invited account joins, under the root. One that is still a member elsewhere leaves there in the same step (direct transfer, since
 * November 2025), if it may leave.
 */
export function acceptInvitation(aws: SimulatedAws, handshake: HandshakeRecord, accountId: string): void {
  const state = organizationsState(aws)
  const now = aws.now()
  const organization = state.organizations.get(handshake.organizationId)
  const account = state.accounts.get(accountId)
  if (organization === undefined || account === undefined) throw organizationsError('HandshakeNotFoundException')
  const former = state.memberships.get(accountId)
  if (isOpen(handshake, now) && former !== undefined) {
    if (former === organization) throw handshakeConstraintError('ALREADY_IN_AN_ORGANIZATION')
    assertMayDepart(aws, former, accountId)
  }
  endHandshake(handshake, 'ACCEPTED', now)
  if (former !== undefined) departOrganization(aws, former, accountId)
  joinOrganization(aws, organization, { account, method: 'INVITED' })
  putTags(organization, { id: accountId, at: now, tags: handshake.tags })
}

/** Starts the move to all features. Accounts that were invited must approve; with none, it completes at once. */
export function beginAllFeatures(aws: SimulatedAws, organization: OrganizationRecord): HandshakeRecord {
  const now = aws.now()
  const pending = [...organizationsState(aws).handshakes.values()].some(
    (handshake) => handshake.organizationId === organization.id && handshake.action === 'ENABLE_ALL_FEATURES' && isOpen(handshake, now),
  )
  if (organization.featureSet === 'ALL') throw handshakeConstraintError('ORGANIZATION_ALREADY_HAS_ALL_FEATURES')
  if (pending) throw handshakeConstraintError('ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION')
  const parent = addHandshake(aws, organization, { action: 'ENABLE_ALL_FEATURES', state: 'REQUESTED' })
  for (const { account, joinedMethod } of organization.members.values()) {
    if (joinedMethod !== 'INVITED' || account.id === organization.managementAccountId) continue
    addHandshake(aws, organization, {
      action: 'APPROVE_ALL_FEATURES',
      target: { id: account.id, type: 'ACCOUNT' },
      targetAccountId: account.id,
      parentHandshakeId: parent.id,
    })
  }
  openWhenApproved(aws, parent)
  return parent
}

/** A request for all features turns OPEN once every invited member has approved; the management account then accepts it. */
export function openWhenApproved(aws: SimulatedAws, parent: HandshakeRecord): void {
  const approvals = [...organizationsState(aws).handshakes.values()].filter(({ parentHandshakeId }) => parentHandshakeId === parent.id)
  if (parent.state === 'REQUESTED' && approvals.every(({ state }) => state === 'ACCEPTED')) parent.state = 'OPEN'
}
