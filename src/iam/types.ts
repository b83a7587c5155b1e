/** Kinds of policy document the engine understands. */
export type PolicyType = 'scp' | 'rcp' | 'identity' | 'resource' | 'trust' | 'boundary' | 'session' | 'vpcEndpoint'

/** Layers in the order in which replies list them. */
export const layerOrder = ['identity', 'boundary', 'session', 'resource', 'vpcEndpoint', 'scp', 'rcp'] as const
export type Layer = (typeof layerOrder)[number]

/** A document as text, or already parsed JSON. */
export type PolicyDocument = string | object
export type NamedDocument = { readonly name: string; readonly document: PolicyDocument }
/** One level of the hierarchy: the root, an OU or the account, with the policies attached directly to it. */
export type PolicyLevel = { readonly target: string; readonly policies: readonly NamedDocument[] }

/**
 * The policies around one request. Absent and empty differ: `identity` absent or empty grants nothing; `boundary`, `session`,
 * `vpcEndpoint` absent = not applied, empty = grants nothing; `scp`/`rcp` absent or `[]` = not applied, a level with no SCP denies.
 */
export type PolicyLayers = {
  readonly identity?: readonly NamedDocument[]
  readonly boundary?: readonly NamedDocument[]
  readonly session?: readonly NamedDocument[]
  readonly vpcEndpoint?: readonly NamedDocument[]
  readonly resource?: PolicyDocument
  readonly scp?: readonly PolicyLevel[]
  readonly rcp?: readonly PolicyLevel[]
}

export type PrincipalType = 'aws' | 'service' | 'federated' | 'anonymous'
export type EvaluationRequest = {
  readonly principal: { readonly arn: string; readonly accountId?: string; readonly type?: PrincipalType }
  readonly action: string
  readonly resource: { readonly arn: string; readonly accountId?: string }
  readonly context: Readonly<Record<string, string | readonly string[]>>
  readonly organization?: { readonly id: string; readonly managementAccountId: string }
  /** `['identity']` skips the identity layer: "suppose the role itself allows it". */
  readonly assume?: readonly 'identity'[]
}

export type Verdict = 'allowed' | 'explicit_deny' | 'implicit_deny'
export type DecidingStatement = {
  readonly layer: Layer
  readonly target?: string
  readonly policy: string
  readonly sid?: string
  /** Index within the document, from 0. */
  readonly statement: number
}
export type Severity = 'error' | 'warning' | 'info'
export type Diagnostic = {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  /** What to write instead. */
  readonly suggestion?: string
  /** JSON pointer into the document. */
  readonly pointer: string
  readonly line?: number
  readonly column?: number
  readonly policy?: string
}
export type Decision = {
  readonly decision: Verdict
  readonly decidedBy: readonly DecidingStatement[]
  readonly blockedBy: readonly Layer[]
  readonly hingesOn: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}
