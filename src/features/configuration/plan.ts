export type Change = { readonly field: string; readonly before: unknown; readonly after: unknown }
export type StepKind =
  | 'organization'
  | 'account'
  | 'channel'
  | 'role'
  | 'identity provider'
  | 'directory'
  | 'person'
  | 'sign-in'
  | 'token'
  | 'system mail'

/**
 * One step towards the document, as data: `body` still holds references where secrets belong. `version` is what the change was planned from,
 * so that another one made meanwhile is not overwritten.
 */
export type Step = {
  readonly action: 'add' | 'change' | 'remove'
  readonly kind: StepKind
  readonly name: string
  readonly changes: readonly Change[]
  readonly body?: Readonly<Record<string, unknown>>
  readonly version?: number
}

export type Plan = {
  readonly steps: readonly Step[]
  /** There, in a section of the document, but not in the document; removed only when asked to. */
  readonly unlisted: readonly { readonly kind: StepKind; readonly name: string }[]
  /** What the document asks for and no step can bring about. */
  readonly unmet: readonly string[]
}

export type PlanOptions = {
  readonly prune: boolean
  /** Names of channels whose stored secret is another one than the document refers to; asked of the server, which alone can compare. */
  readonly channelsWithOtherSecret: ReadonlySet<string>
  /** Send credentials again though nothing that can be seen differs. */
  readonly resendCredentials: boolean
}
