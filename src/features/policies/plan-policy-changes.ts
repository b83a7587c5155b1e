import type { EstateEventDraft } from '#lib/estate-event.ts'

export type OrgPolicy = {
  readonly policyId: string
  readonly type: string
  readonly name: string
  readonly description: string
  readonly arn: string
  readonly awsManaged: boolean
  /** Null: not read this time (AWS said no, or the read was cut short); the stored content stays. */
  readonly content: string | null
  readonly contentHash: string | null
}

export const targetTypes = ['ROOT', 'ORGANIZATIONAL_UNIT', 'ACCOUNT'] as const
export type TargetType = (typeof targetTypes)[number]
export type PolicyAttachment = {
  readonly policyId: string
  readonly targetId: string
  readonly targetType: TargetType
  /** RCPFullAWSAccess is on every target and cannot be detached: known, not listed. */
  readonly derived: boolean
}

export type RowChange<Row> =
  | { readonly kind: 'put'; readonly row: Row; readonly events: readonly EstateEventDraft[] }
  | { readonly kind: 'delete'; readonly row: Row; readonly events: readonly EstateEventDraft[] }

type Pair<Row> = { readonly read?: Row | undefined; readonly stored?: Row | undefined }

/** What one policy's row must become, or null. A policy vanishes only when every page of its type was read. */
export function planPolicyChange({ read, stored }: Pair<OrgPolicy>, mayRemove: (type: string) => boolean): RowChange<OrgPolicy> | null {
  if (read === undefined) {
    if (stored === undefined || !mayRemove(stored.type)) return null
    return { kind: 'delete', row: stored, events: [policyEvent('policy_deleted', stored, facts(stored), null)] }
  }
  const row =
    read.contentHash === null && stored !== undefined ? { ...read, content: stored.content, contentHash: stored.contentHash } : read
  if (stored === undefined) return { kind: 'put', row, events: [policyEvent('policy_created', row, null, facts(row))] }
  if (samePolicy(stored, row)) return null
  return { kind: 'put', row, events: [policyEvent('policy_changed', row, facts(stored), facts(row))] }
}

/** What one attachment's row must become, or null. `mayRemove` says whether its policy's or target's list was read to the end. */
export function planAttachmentChange(
  { read, stored }: Pair<PolicyAttachment>,
  mayRemove: (attachment: PolicyAttachment) => boolean,
): RowChange<PolicyAttachment> | null {
  if (read === undefined) {
    if (stored === undefined || !mayRemove(stored)) return null
    return { kind: 'delete', row: stored, events: stored.derived ? [] : [attachmentEvent('detached', stored)] }
  }
  if (stored === undefined) return { kind: 'put', row: read, events: read.derived ? [] : [attachmentEvent('attached', read)] }
  return stored.derived === read.derived && stored.targetType === read.targetType ? null : { kind: 'put', row: read, events: [] }
}

function samePolicy(a: OrgPolicy, b: OrgPolicy): boolean {
  return (
    a.type === b.type &&
    a.name === b.name &&
    a.description === b.description &&
    a.arn === b.arn &&
    a.awsManaged === b.awsManaged &&
    a.contentHash === b.contentHash
  )
}

function facts(policy: OrgPolicy) {
  return { name: policy.name, description: policy.description, type: policy.type, content: policy.content, contentHash: policy.contentHash }
}

function policyEvent(
  kind: EstateEventDraft['kind'],
  policy: OrgPolicy,
  before: EstateEventDraft['before'],
  after: EstateEventDraft['after'],
): EstateEventDraft {
  return { kind, subjectKind: 'policy', subjectId: policy.policyId, before, after }
}

function attachmentEvent(kind: 'attached' | 'detached', { policyId, targetId, targetType }: PolicyAttachment): EstateEventDraft {
  const facts = { policyId, targetId, targetType }
  return {
    kind,
    subjectKind: 'attachment',
    subjectId: `${policyId}@${targetId}`,
    before: kind === 'attached' ? null : facts,
    after: kind === 'attached' ? facts : null,
  }
}
