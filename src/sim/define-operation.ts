import type { Caller } from './caller.ts'
import type { Credential } from './credentials.ts'
import type { SimulatedAws } from './state.ts'

export type { Caller } from './caller.ts'

/** A verified request: who made it, by which credential, in which Region. */
export type Authentication = { readonly caller: Caller; readonly region: string; readonly credential?: Credential }

/** Parts of a request, apart from its signature, that condition keys are made of. */
export type RequestFacts = { readonly sourceIp?: string | undefined; readonly userAgent?: string | undefined }

/** Which door of the service the request came through; STS answers differently at its global endpoint and in opt-in Regions. */
export type EndpointKind = 'global' | 'regional' | 'custom'

export type OperationCall<Input> = {
  readonly aws: SimulatedAws
  readonly caller: Caller
  readonly region: string
  readonly input: Input
  readonly endpoint: EndpointKind
  /** How the caller signed in, for operations that ask the policy engine themselves. */
  readonly authentication: Authentication
  readonly facts: RequestFacts
}

/** One question to the policy engine. Several in one call must all be allowed. */
export type Authorization = {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
  /** Defaults to the account in the resource's ARN, else the caller's. Another account needs `resourcePolicy` to allow the caller too. */
  readonly resourceAccountId?: string
  readonly resourcePolicy?: object | string
}

/** Limits of one input member that the SDK's schemas do not carry; from the service's API reference. */
export type Constraint = {
  readonly pattern?: RegExp
  /** Shortest and longest text, or fewest and most list elements. */
  readonly length?: readonly [min: number, max: number]
  readonly range?: readonly [min: number, max: number]
  readonly oneOf?: readonly string[]
}

/**
 * One API operation. The wire layer decodes the input by the SDK's own schema, checks the signature, the throttle, required members
 * and `constraints`, and the caller's policies (`authorize`), then calls `handle`, whose result it encodes by the output schema.
 * Errors are thrown as `SimError`.
 */
export type Operation<Input = never> = {
  readonly name: string
  /** IAM action and resource to authorize; defaults to `<service>:<Name>` on `*`. `null` needs no permission (GetCallerIdentity). */
  readonly authorize?: ((call: OperationCall<Input>) => Authorization | readonly Authorization[]) | null
  /** By member path, list elements as `[]`: `MaxResults`, `Tags[].Key`. */
  readonly constraints?: Readonly<Record<string, Constraint>>
  /** Accepts requests without a signature (AssumeRoleWithWebIdentity). */
  readonly unsigned?: boolean
  /** Answers callers whose account has not enabled this opt-in Region (STS AssumeRole: only the role's account must have). */
  readonly acceptsDisabledRegion?: boolean
  readonly handle: (call: OperationCall<Input>) => object | Promise<object>
}

export function defineOperation<Input>(operation: Operation<Input>): Operation<Input> {
  return operation
}

/** An error as AWS words it: `code` is the wire code or the error shape's name, `fields` extra members such as `Reason`. */
export class SimError extends Error {
  readonly code: string
  /** 0 takes the status of the service's error shape, else 400. */
  readonly status: number
  readonly fields: Readonly<Record<string, unknown>>
  constructor(code: string, message: string, options: { status?: number; fields?: Record<string, unknown> } = {}) {
    super(message)
    this.name = 'SimError'
    this.code = code
    this.status = options.status ?? 0
    this.fields = options.fields ?? {}
  }
}
