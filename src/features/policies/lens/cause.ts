import type { EvidenceSource } from '#platform/aws/outcome.ts'

export const causeKinds = [
  'identity',
  'boundary',
  'session',
  'scp',
  'rcp',
  'resource',
  'trust',
  'vpc_endpoint',
  'region_disabled',
  'account_inactive',
  'simulator_artefact',
  /** A later call succeeded: the denial is over. */
  'resolved',
  'unknown',
] as const
export type CauseKind = (typeof causeKinds)[number]

/** The policy that decided, as far as it is known; each field only with evidence. */
export type DecidingPolicy = {
  readonly arn?: string
  readonly id?: string
  readonly name?: string
  readonly attachedTo?: readonly string[]
  readonly sid?: string
  /** Index within the document, from 0. */
  readonly statement?: number
}

export type Cause = {
  readonly kind: CauseKind
  readonly source: EvidenceSource
  readonly explicit?: boolean
  readonly policy?: DecidingPolicy
  /** Of an unknown cause: what it may be, and what it cannot be. */
  readonly candidates: readonly CauseKind[]
  readonly excluded: readonly CauseKind[]
  /** Context keys on which the answer turns and which nobody told us. */
  readonly hingesOn: readonly string[]
  /** True where the warning may be disregarded, because the evidence says that the call is possible (SCPW-4). */
  readonly isDismissed: boolean
  readonly sentence: string
}
