import type { FailedOutcome } from '#platform/aws/explain-outcome.ts'
import type { KitReading } from '../kit/permissions.ts'

/** What CloudFormation says of the member role's StackSet in one account. `unknown`: it could not be asked, or there is no such StackSet. */
export type StackInstance =
  | { readonly kind: 'current' }
  | { readonly kind: 'behind'; readonly status: string; readonly reason: string | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string }

/** A policy of the organization that, by our own engine over the harvested texts, denies the call. */
export type PredictedDenial = {
  readonly layer: 'scp' | 'rcp'
  readonly policy: string
  readonly sid: string | null
  readonly target: string
  /** Condition keys whose values are not known. */ readonly hingesOn: readonly string[]
}

export type RoleCheck = { readonly kind: 'read'; readonly kit: KitReading } | { readonly kind: 'failed'; readonly outcome: FailedOutcome }

export type AccountEvidence = {
  readonly accountId: string
  readonly name: string
  readonly state: string
  readonly isManagementAccount: boolean
  readonly roleArn: string
  readonly attempt: { readonly kind: 'assumed' } | { readonly kind: 'failed'; readonly outcome: FailedOutcome }
  /** The same call without ExternalId, where one is configured. */
  readonly withoutExternalId: 'assumed' | 'refused' | 'not_tried'
  readonly stackInstance: StackInstance
  /** When Reeve last reached the account; null: never. */
  readonly lastReachedAt: string | null
  /** What the session could read of its own role; absent where none was opened. */
  readonly role?: RoleCheck
  readonly predicted: readonly PredictedDenial[]
}

export type CallerEvidence =
  | { readonly kind: 'known'; readonly arn: string; readonly expiresAt: string | null }
  | { readonly kind: 'failed'; readonly outcome: FailedOutcome }

/** ROLE-14. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html */
export type TokenEvidence = { readonly kind: 'known'; readonly version: number } | { readonly kind: 'unknown'; readonly why: string }

export type DoctorEvidence = {
  readonly caller: CallerEvidence
  readonly orgRole: { readonly kind: 'assumed' } | { readonly kind: 'failed'; readonly outcome: FailedOutcome }
  readonly hasExternalId: boolean
  readonly token: TokenEvidence
  readonly accounts: readonly AccountEvidence[]
}
