import type { AccountStatus } from '#features/accounts/index.ts'
import type { Cause } from '#features/policies/index.ts'
import { assertNever } from '#lib/assert-never.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import { diffKit, readKitTag, unknownBecauseOfKit, type KitReading } from '../kit/permissions.ts'

type Failed = Exclude<Outcome<unknown>, { kind: 'ok' }>

/** What trying the member role of one account showed. */
export type MemberObservation =
  | { readonly kind: 'not_assumed'; readonly roleArn: string; readonly outcome: Failed; readonly cause: Cause | null }
  | {
      readonly kind: 'probe_failed'
      readonly roleArn: string
      readonly action: string
      readonly outcome: Failed
      readonly cause: Cause | null
      readonly kit: KitReading
    }
  | { readonly kind: 'probed'; readonly kitTag: string | undefined }

export type MemberVerdict = {
  readonly status: AccountStatus
  /** What is known, what it may be, what to do. */
  readonly statusReason: string | null
  readonly statusDetail: {
    readonly action?: string
    readonly cause?: {
      readonly kind: string
      readonly source?: string
      readonly policy?: Cause['policy']
      readonly candidates?: readonly string[]
    }
    readonly remedy?: string
    readonly kit?: KitReading
    /** Actions that this version calls and that the installed kit does not know of. */
    readonly unknown?: readonly string[]
  } | null
}

/** Turns what was seen into the account's status (ORG-20, ORG-23). A failure never becomes `ok`; what AWS does not say stays open. */
export function decideMemberStatus(observation: MemberObservation): MemberVerdict {
  switch (observation.kind) {
    case 'probed':
      return reached(readKitTag(observation.kitTag))
    case 'not_assumed':
      return notAssumed(observation)
    case 'probe_failed':
      return probeFailed(observation)
    default:
      return assertNever(observation, 'observation')
  }
}

function reached(kit: KitReading): MemberVerdict {
  if (kit.kind !== 'old') return { status: 'ok', statusReason: null, statusDetail: { kit } }
  const unknown = diffKit(kit.version)
    .added.filter(({ role }) => role === 'member')
    .map(({ action }) => unknownBecauseOfKit(action, kit) ?? action)
  return { status: 'ok', statusReason: unknown[0] ?? null, statusDetail: { kit, unknown } }
}

function notAssumed({ roleArn, outcome, cause }: Extract<MemberObservation, { kind: 'not_assumed' }>): MemberVerdict {
  if (outcome.kind === 'account_inactive') return suspended(outcome.message)
  const action = 'sts:AssumeRole'
  const above = blockedAbove(cause)
  if (above !== null) return blocked(action, above)
  if (outcome.kind === 'denied') {
    const remedy = `Roll the member role out to the account with the kit's StackSet, or compare its name, trust and ExternalId with the kit. "reeve org test" looks closer.`
    const why = `AWS denied assuming ${roleArn} and does not say why: the role may be missing, its trust may not name this installation, or its ExternalId may differ.`
    const statusReason = cause === null || cause.kind === 'unknown' ? why : cause.sentence
    return { status: 'assume_failed', statusReason, statusDetail: { action, cause: causeView(cause), remedy } }
  }
  const statusReason = `${roleArn} could not be assumed: ${messageOf(outcome)}`
  // AWS gave no answer: that says nothing of the role, and the next look may.
  if (outcome.kind === 'network' || outcome.kind === 'throttled')
    return { status: 'pending', statusReason, statusDetail: { action, cause: { kind: outcome.kind } } }
  return { status: 'assume_failed', statusReason, statusDetail: { action, cause: { kind: outcome.kind } } }
}

function probeFailed({ action, roleArn, outcome, cause, kit }: Extract<MemberObservation, { kind: 'probe_failed' }>): MemberVerdict {
  if (outcome.kind === 'account_inactive') return suspended(outcome.message)
  const above = blockedAbove(cause)
  if (above !== null) return blocked(action, above)
  if (outcome.kind !== 'denied') {
    const statusReason = `The member role can be assumed; whether its permissions suffice could not be seen: ${messageOf(outcome)}`
    return { status: 'pending', statusReason, statusDetail: { action, cause: { kind: outcome.kind } } }
  }
  const unknown = unknownBecauseOfKit(action, kit)
  if (unknown !== undefined) return { status: 'ok', statusReason: unknown, statusDetail: { kit, unknown: [unknown] } }
  const remedy = `Give ${roleArn} the kit's member policy, which allows ${action}.`
  const statusReason =
    cause === null || cause.kind === 'unknown' ? `AWS denied ${action} to ${roleArn} and does not say which policy did.` : cause.sentence
  return { status: 'permission_missing', statusReason, statusDetail: { action, cause: causeView(cause), remedy } }
}

/** RCPs count as SCPs do here: the organization's own policies stand above the account and only its owner can change them. */
function blockedAbove(cause: Cause | null): Cause | null {
  return cause !== null && !cause.isDismissed && (cause.kind === 'scp' || cause.kind === 'rcp') ? cause : null
}

function blocked(action: string, cause: Cause): MemberVerdict {
  const remedy = `Exempt the member role in the ${cause.kind.toUpperCase()} that denies it (a condition on aws:PrincipalArn), or ignore the account with a reason.`
  return { status: 'scp_blocked', statusReason: cause.sentence, statusDetail: { action, cause: causeView(cause), remedy } }
}

function suspended(message: string): MemberVerdict {
  return {
    status: 'suspended',
    statusReason: `AWS lets nobody into the account: ${message}`,
    statusDetail: { cause: { kind: 'account_inactive' } },
  }
}

function causeView(cause: Cause | null) {
  if (cause === null) return { kind: 'unknown' }
  const { kind, source, policy, candidates } = cause
  return { kind, source, ...(policy !== undefined && { policy }), ...(candidates.length > 0 && { candidates }) }
}

function messageOf(outcome: Exclude<Failed, { kind: 'denied' }>): string {
  return outcome.kind === 'region_disabled'
    ? `Region ${outcome.region} is not enabled. ${outcome.message}`
    : `${outcome.code}: ${outcome.message}`
}
