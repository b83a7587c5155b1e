import type { NamedDocument, PolicyDocument } from '#iam/types.ts'

export type Statement = {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: PrincipalElement
  readonly NotPrincipal?: PrincipalElement
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: ConditionBlock
}
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>
export type PrincipalElement = '*' | Readonly<Record<string, string | readonly string[]>>
export type Document = { readonly Version?: string; readonly Statement: Statement | readonly Statement[] }

/** A statement with the place it stands in; the oracle reads only well-formed documents. */
export type Placed = {
  readonly policy: string
  readonly target: string | undefined
  readonly index: number
  readonly version: string | undefined
  readonly statement: Statement
}

export function statementsOf(document: PolicyDocument, policy: string, target?: string): Placed[] {
  const parsed = (typeof document === 'string' ? JSON.parse(document) : document) as Document
  return [parsed.Statement].flat().map((statement, index) => ({ policy, target, index, version: parsed.Version, statement }))
}

export function statementsOfAll(documents: readonly NamedDocument[], target?: string): Placed[] {
  return documents.flatMap(({ name, document }) => statementsOf(document, name, target))
}
