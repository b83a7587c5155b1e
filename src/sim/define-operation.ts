import type { SimulatedAws } from './state.ts'

/** Who signed the request, after SigV4 and token checks. */
export type Caller = {
  readonly accountId: string
  readonly arn: string
  readonly userId: string
  readonly kind: 'user' | 'role' | 'root' | 'anonymous'
  /** Role or user name with its path, without the ARN. */
  readonly entityPath?: string
  readonly sessionName?: string
  readonly accessKeyId: string
  readonly sessionTags?: Readonly<Record<string, string>>
  readonly sourceIdentity?: string
}

export type OperationCall<Input> = {
  readonly aws: SimulatedAws
  readonly caller: Caller
  readonly region: string
  readonly input: Input
}

/**
 * One API operation. The wire layer decodes the input by the SDK's own schema, checks the signature, the throttle and the caller's
 * policies (`authorize`), then calls `handle`, whose result it encodes by the output schema. Errors are thrown as `SimError`.
 */
export type Operation<Input = never> = {
  readonly name: string
  /** IAM action and resource to authorize; defaults to `<service>:<Name>` on `*`. `null` needs no permission (GetCallerIdentity). */
  readonly authorize?: ((call: OperationCall<Input>) => { readonly action: string; readonly resource: string; readonly context?: Readonly<Record<string, string | readonly string[]>> }) | null
  readonly handle: (call: OperationCall<Input>) => object | Promise<object>
}

export function defineOperation<Input>(operation: Operation<Input>): Operation<Input> {
  return operation
}

/** An error as AWS words it: `code` is the wire code, `fields` extra members such as `Reason`. */
export class SimError extends Error {
  readonly code: string
  readonly status: number
  readonly fields: Readonly<Record<string, unknown>>
  constructor(code: string, message: string, options: { status?: number; fields?: Record<string, unknown> } = {}) {
    super(message)
    this.name = 'SimError'
    this.code = code
    this.status = options.status ?? 400
    this.fields = options.fields ?? {}
  }
}
