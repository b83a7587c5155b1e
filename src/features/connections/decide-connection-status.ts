import type { AccountStatus } from '#features/accounts/index.ts'
import { assertNever } from '#lib/assert-never.ts'
import { decideCause } from '#features/policies/index.ts'
import { explainFailure, type FailedOutcome } from '#platform/aws/explain-outcome.ts'

export type ConnectionVerdict = {
  readonly status: AccountStatus
  readonly statusReason: string | null
  readonly statusDetail: {
    readonly action?: string
    readonly cause?: { readonly kind: string }
    readonly remedy?: string
    readonly note?: string
  } | null
}

/** What trying a connection showed. */
export type ConnectionObservation =
  | { readonly kind: 'not_opened'; readonly outcome: FailedOutcome; readonly detail: string }
  /** The credentials are another account's. */
  | { readonly kind: 'other_account'; readonly detail: string }
  /** The stored secret does not open. */
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'probe_failed'; readonly action: string; readonly principalArn: string; readonly outcome: FailedOutcome }
  | { readonly kind: 'probed' }
  /** Reached as a user: there is no role of which to ask. */
  | { readonly kind: 'not_probed'; readonly note: string }

/** Turns what was seen into the account's status. A failure never becomes `ok`; what AWS does not say stays open. */
export function decideConnectionStatus(observation: ConnectionObservation): ConnectionVerdict {
  switch (observation.kind) {
    case 'probed':
      return { status: 'ok', statusReason: null, statusDetail: null }
    case 'not_probed':
      return { status: 'ok', statusReason: null, statusDetail: { note: observation.note } }
    case 'other_account':
    case 'unreadable':
      return { status: 'assume_failed', statusReason: observation.detail, statusDetail: { cause: { kind: observation.kind } } }
    case 'not_opened':
      return notOpened(observation)
    case 'probe_failed':
      return probeFailed(observation)
    default:
      return assertNever(observation, 'observation')
  }
}

function notOpened({ outcome, detail }: Extract<ConnectionObservation, { kind: 'not_opened' }>): ConnectionVerdict {
  if (outcome.kind === 'account_inactive') return suspended(outcome)
  // AWS did not answer: that says nothing about the account, neither well nor ill.
  const status = outcome.kind === 'network' || outcome.kind === 'throttled' ? 'pending' : 'assume_failed'
  return { status, statusReason: detail, statusDetail: { action: 'sts:AssumeRole', cause: { kind: outcome.kind } } }
}

function probeFailed({ action, principalArn, outcome }: Extract<ConnectionObservation, { kind: 'probe_failed' }>): ConnectionVerdict {
  if (outcome.kind === 'account_inactive') return suspended(outcome)
  if (outcome.kind !== 'denied') {
    const statusReason = `The account is reached; whether the permissions suffice could not be seen: ${explainFailure(outcome)}`
    return { status: 'pending', statusReason, statusDetail: { action, cause: { kind: outcome.kind } } }
  }
  const cause = decideCause({ observation: { kind: 'denied', denial: outcome.denial }, organization: { kind: 'not_harvested' } })
  const statusReason =
    cause.kind === 'unknown' ? `AWS denied ${action} to ${principalArn} and does not say which policy did.` : cause.sentence
  const isAbove = cause.kind === 'scp' || cause.kind === 'rcp'
  const remedy = isAbove
    ? 'An organization that Reeve does not know has a policy over this account: ask its owner to exempt the role, or register the organization.'
    : `Attach the read-only or the power-user policy of the kit, or AWS's ReadOnlyAccess, to ${principalArn}.`
  return {
    status: isAbove ? 'scp_blocked' : 'permission_missing',
    statusReason,
    statusDetail: { action, cause: { kind: cause.kind }, remedy },
  }
}

function suspended(outcome: FailedOutcome): ConnectionVerdict {
  const statusReason = `AWS lets nobody into the account. ${explainFailure(outcome)}`
  return { status: 'suspended', statusReason, statusDetail: { cause: { kind: 'account_inactive' } } }
}
