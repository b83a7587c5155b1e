import type { EstateEventDraft, EstateEventKind } from '#lib/estate-event.ts'
import { isInactive, type AccountFields, type ObservedAccount, type StoredAccount } from './account.ts'

export type AccountPlanContext = {
  readonly organizationUid: string
  readonly partition: string
  readonly at: Date
  /** Every page of ListAccounts was read, and the removals it implies are not held. Otherwise absence proves nothing. */
  readonly mayRemove: boolean
  /** From detaching to purging. */
  readonly graceMs: number
}

export type AccountChange = {
  readonly accountId: string
  /** Null: a new row. */
  readonly uid: string | null
  readonly fields: AccountFields
  readonly events: readonly EstateEventDraft[]
}

/**
 * What one account's row must become, or null where nothing changes. An account that a complete enumeration no longer shows is detached and
 * kept; one that returns is restored; one known singly or from another organization is adopted (ORG-17). Planning again after applying
 * yields null.
 */
export function planAccountChange(
  pair: { readonly observed?: ObservedAccount | undefined; readonly stored?: StoredAccount | undefined },
  context: AccountPlanContext,
): AccountChange | null {
  const { observed, stored } = pair
  if (observed === undefined) return stored === undefined ? null : planDeparture(stored, context)
  const fields = fieldsOf(observed, stored, context)
  if (stored !== undefined && sameFields(stored, fields)) return null
  return { accountId: observed.accountId, uid: stored?.uid ?? null, fields, events: eventsOf(observed.accountId, stored, fields) }
}

function planDeparture(stored: StoredAccount, context: AccountPlanContext): AccountChange | null {
  if (!context.mayRemove || stored.inclusion === 'detached' || stored.organizationUid !== context.organizationUid) return null
  const reason = 'The organization no longer lists this account.'
  const { uid, accountId, ...kept } = stored
  const fields: AccountFields = {
    ...kept,
    inclusion: 'detached',
    status: 'detached',
    statusReason: reason,
    detachReason: reason,
    detachedAt: context.at,
    purgeAfter: purgeTime(context),
  }
  return { accountId, uid, fields, events: [event(accountId, 'left', summary(stored), { reason })] }
}

function fieldsOf(observed: ObservedAccount, stored: StoredAccount | undefined, context: AccountPlanContext): AccountFields {
  const place = observed.place ?? { parentId: stored?.parentId ?? null, pathIds: stored?.pathIds ?? null, orgPath: stored?.orgPath ?? null }
  return {
    organizationUid: context.organizationUid,
    partition: context.partition,
    name: observed.name,
    email: observed.email,
    arn: observed.arn,
    state: observed.state,
    joinedMethod: observed.joinedMethod,
    joinedAt: observed.joinedAt,
    parentId: place.parentId,
    pathIds: place.pathIds,
    orgPath: place.orgPath,
    isManagementAccount: observed.isManagementAccount,
    inclusion: observed.inclusion,
    ...standing(observed, stored, context),
  }
}

type Standing = Pick<AccountFields, 'status' | 'statusReason' | 'detachedAt' | 'detachReason' | 'purgeAfter'>
const attached = { detachedAt: null, detachReason: null, purgeAfter: null } as const

function standing(observed: ObservedAccount, stored: StoredAccount | undefined, context: AccountPlanContext): Standing {
  if (observed.inclusion !== 'imported') {
    const status = observed.inclusion === 'suspended' ? 'suspended' : 'detached'
    return { status, statusReason: observed.inclusionReason, ...detachment(observed, stored, context) }
  }
  if (isInactive(observed.state)) {
    return { status: 'suspended', statusReason: `AWS says the account is ${observed.state}; nobody can work in it.`, ...attached }
  }
  const wasHere = stored?.organizationUid === context.organizationUid && stored.inclusion === 'imported'
  if (wasHere && stored.status !== 'suspended' && stored.status !== 'detached') {
    return { status: stored.status, statusReason: stored.statusReason, ...attached }
  }
  return { status: 'pending', statusReason: 'The member role has not been tried yet.', ...attached }
}

/** An account that was part of the estate starts its grace period now; one that never was has nothing to purge. */
function detachment(observed: ObservedAccount, stored: StoredAccount | undefined, context: AccountPlanContext) {
  const detachReason = observed.inclusionReason
  if (stored === undefined) return attached
  if (stored.inclusion === 'imported') return { detachedAt: context.at, detachReason, purgeAfter: purgeTime(context) }
  return { detachedAt: stored.detachedAt, detachReason: stored.detachedAt === null ? null : detachReason, purgeAfter: stored.purgeAfter }
}

function purgeTime(context: AccountPlanContext): Date {
  return new Date(context.at.getTime() + context.graceMs)
}

function eventsOf(accountId: string, stored: StoredAccount | undefined, fields: AccountFields): EstateEventDraft[] {
  if (stored === undefined) return [event(accountId, 'joined', null, summary(fields))]
  const events: EstateEventDraft[] = []
  const note = (kind: EstateEventKind, before: EstateEventDraft['before'], after: EstateEventDraft['after']) =>
    events.push(event(accountId, kind, before, after))
  if (stored.organizationUid === null) note('adopted', { connection: 'single' }, summary(fields))
  else if (stored.organizationUid !== fields.organizationUid || stored.inclusion === 'detached')
    note('joined', summary(stored), summary(fields))
  if (stored.name !== fields.name) note('renamed', { name: stored.name }, { name: fields.name })
  if (stored.email !== fields.email) note('email_changed', { email: stored.email }, { email: fields.email })
  if (stored.pathIds !== fields.pathIds) note('moved', placeOf(stored), placeOf(fields))
  if (stored.state !== fields.state) note(stateEvent(fields.state), { state: stored.state }, { state: fields.state })
  if (stored.inclusion === 'imported' && fields.inclusion !== 'imported') {
    note('detached', { inclusion: stored.inclusion }, { inclusion: fields.inclusion, reason: fields.detachReason })
  }
  if (fields.inclusion === 'imported' && stored.inclusion !== 'imported' && stored.inclusion !== 'detached') {
    note('restored', { inclusion: stored.inclusion }, { inclusion: fields.inclusion })
  }
  return events
}

function stateEvent(state: AccountFields['state']): EstateEventKind {
  if (state === 'SUSPENDED') return 'suspended'
  if (state === 'CLOSED' || state === 'PENDING_CLOSURE') return 'closed'
  return state === 'ACTIVE' ? 'reactivated' : 'state_changed'
}

function summary(fields: AccountFields) {
  return { name: fields.name, email: fields.email, state: fields.state, inclusion: fields.inclusion, ...placeOf(fields) }
}

function placeOf(fields: AccountFields) {
  return { orgPath: fields.orgPath, pathIds: fields.pathIds }
}

function event(
  subjectId: string,
  kind: EstateEventKind,
  before: EstateEventDraft['before'],
  after: EstateEventDraft['after'],
): EstateEventDraft {
  return { kind, subjectKind: 'account', subjectId, before, after }
}

function sameFields(stored: AccountFields, next: AccountFields): boolean {
  return (Object.keys(next) as (keyof AccountFields)[]).every((key) => sameValue(stored[key], next[key]))
}

function sameValue(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b
}
