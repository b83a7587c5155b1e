import type { DecidingStatement, Decision, Layer } from '../types.ts'

export type StatementNote = DecidingStatement & { readonly effect: 'Allow' | 'Deny' }

/** Why a statement that means the action does not match: the first of its elements that failed, in the order principal, resource, condition. */
export type Miss = {
  readonly element: 'principal' | 'resource' | 'condition'
  /** As written, with quantifier and `IfExists`. */
  readonly operator?: string
  readonly key?: string
  readonly expected: readonly string[]
  /** What the request has; `null` when it lacks the key. */
  readonly found: string | readonly string[] | null
}
export type NearMiss = StatementNote & { readonly failed: Miss }

export type LayerOutcome = 'allows' | 'denies' | 'silent' | 'unreadable' | 'exempt' | 'assumed' | 'not_needed'

/** One layer, or one level of an SCP or RCP hierarchy (`target`). */
export type LayerNote = {
  readonly layer: Layer
  readonly target?: string
  readonly outcome: LayerOutcome
  /** Whether the layer is one of the reasons for a denial. */
  readonly isBlocking: boolean
  readonly matched: readonly StatementNote[]
  readonly nearMisses: readonly NearMiss[]
}

export type Explanation = Decision & {
  /** One plain English sentence, or a few. */
  readonly sentence: string
  readonly layers: readonly LayerNote[]
}
