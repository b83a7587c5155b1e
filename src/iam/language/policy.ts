/** A policy document as read, before it is compiled. Elements that could not be read are listed in `faults`. */
export type ParsedPolicy = {
  readonly version: string | undefined
  readonly id: string | undefined
  readonly statements: readonly ParsedStatement[]
}

/** Parts of a statement in which a reading error can stand. */
export type Element = 'statement' | 'effect' | 'principal' | 'action' | 'resource' | 'condition'

export type Effect = 'Allow' | 'Deny'
export type PrincipalKind = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'
export const principalKinds: readonly PrincipalKind[] = ['AWS', 'Service', 'Federated', 'CanonicalUser']

export type Listed = { readonly negated: boolean; readonly values: readonly string[] }
export type ParsedPrincipals = {
  readonly negated: boolean
  /** `"*"` by itself. */
  readonly everyone: boolean
  readonly entries: readonly { readonly kind: PrincipalKind; readonly values: readonly string[] }[]
}

export type Quantifier = 'none' | 'all' | 'any'
export type ParsedCondition = {
  readonly quantifier: Quantifier
  /** Operator name without quantifier and `IfExists`. */
  readonly operator: string
  readonly ifExists: boolean
  readonly key: string
  readonly values: readonly string[]
}

export type ParsedStatement = {
  readonly index: number
  readonly sid: string | undefined
  /** `undefined` when the effect could not be read. */
  readonly effect: Effect | undefined
  readonly principals: ParsedPrincipals | undefined
  readonly actions: Listed | undefined
  readonly resources: Listed | undefined
  readonly conditions: readonly ParsedCondition[]
  /** Elements holding an error; a statement with faults never allows, and denies whatever its readable parts match. */
  readonly faults: ReadonlySet<Element>
}
