/** What denied a call, as far as the evidence goes. */
export type DeniedBy = 'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource' | 'trust' | 'vpc_endpoint' | 'unknown'
export type EvidenceSource = 'aws-message' | 'decoded' | 'inferred' | 'probed'

export type Denial = {
  readonly by: DeniedBy
  readonly source: EvidenceSource
  /** ARN of the denying policy where AWS's message carries it. */
  readonly policyArn?: string
  readonly explicit?: boolean
  /** The resource AWS's message names. */
  readonly resource?: string
  /** EC2's encoded reason, which `sts:DecodeAuthorizationMessage` opens where granted. */
  readonly encodedMessage?: string
  readonly code: string
  readonly message: string
  readonly action: string
}

/**
 * The result of one AWS call, closed on purpose: a caller must say what it does when AWS says no.
 * `rejected` carries AWS's own error code as the SDK names it (`AWSOrganizationsNotInUseException`, `NoSuchEntityException`, …).
 */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'denied'; readonly denial: Denial }
  | { readonly kind: 'throttled'; readonly code: string; readonly message: string; readonly attempts: number }
  | { readonly kind: 'region_disabled'; readonly region: string; readonly message: string }
  | { readonly kind: 'service_absent'; readonly code: string; readonly message: string }
  | { readonly kind: 'account_inactive'; readonly code: string; readonly message: string }
  | { readonly kind: 'expired'; readonly code: string; readonly message: string }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string; readonly reason?: string }
  /** `ambiguous`: a write may have been carried out although no answer came; look before trying again. */
  | { readonly kind: 'network'; readonly code: string; readonly message: string; readonly attempts: number; readonly ambiguous?: boolean }
