import type { Outcome } from './outcome.ts'

/** Where the caller's own credentials come from. `default` follows the environment (IMDSv2, containers, web identity, profile, variables). */
export type CallerIdentity =
  | { readonly kind: 'default' }
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'stored_keys'; readonly accessKeyId: string; readonly secretAccessKey: string }

export type AssumedRole = {
  readonly roleArn: string
  readonly sessionName: string
  readonly durationSeconds?: number
  readonly externalId?: string
}

/** Who a session acts as. Without `role` the session is the caller itself. */
export type SessionTarget = {
  readonly caller: CallerIdentity
  readonly role?: AssumedRole
  /** The account the credentials must belong to; the door refuses to sign for another one. */
  readonly expectedAccountId?: string
  /** `o-…` when known: calls to Organizations then draw on the organization's shared bucket too. */
  readonly organizationId?: string
}

/** The work item a call belongs to: bounds it, names it in CloudTrail, and fences its writes. */
export type Work = {
  readonly actor: string
  readonly jobId?: string
  readonly signal: AbortSignal
  /** Nothing is waited for beyond it: the last answer is returned instead. */
  readonly deadline?: Date
  /** Resolves when this worker still owns the work; rejects otherwise. Asked before every AWS write. */
  readonly assertOwned?: () => Promise<void>
  /** Counts calls by `service:Operation`, retries and throttles. */
  readonly meter?: CallMeter
}

export type CallMeter = {
  record(call: {
    readonly operation: string
    readonly outcome: Outcome<unknown>['kind']
    readonly attempts: number
    readonly throttles: number
    readonly durationMs: number
  }): void
}

export type AwsService = 'organizations' | 'sts' | 'iam' | 'account' | 'ec2' | 'cloudformation' | 'tagging' | 's3'

export type AwsSession = {
  readonly accountId: string
  readonly partition: string
  readonly principalArn: string
  readonly expiresAt?: Date
  /** Why the session is shorter than was asked for: role chaining (ROLE-10). */
  readonly cappedBecause?: string
}

/** Any SDK command; its output type flows to the outcome. */
export type AwsCommand<Output> = {
  readonly input: object
  readonly middlewareStack: unknown
  resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<{ output: Output }>
}

export type AwsCall<Output> = {
  readonly service: AwsService
  /** Defaults to the service's home Region in the session's partition. */
  readonly region?: string
  readonly command: AwsCommand<Output>
  /** Writes are fenced by `work.assertOwned` and never retried blindly after an ambiguous failure. */
  readonly write?: boolean
}

/** The only way to AWS. */
export type AwsDoor = {
  /** Assumes the role (or resolves the caller) and proves with GetCallerIdentity-grade evidence whose credentials they are. Cached and single-flight. */
  open(target: SessionTarget, work: Work): Promise<Outcome<AwsSession>>
  /** One API call: limited, signed for the session's account, retried where AWS says try again, and told as an outcome. Never throws for what AWS answers. */
  call<Output>(session: AwsSession, call: AwsCall<Output>, work: Work): Promise<Outcome<Output>>
  /** Forgets cached credentials of a target, after an edit or a revocation. */
  forget(target: SessionTarget): void
}
