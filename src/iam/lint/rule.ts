import type { IamIndex } from '../data/iam-index.ts'
import type { ParsedPolicy, ParsedStatement } from '../language/policy.ts'
import type { Problems } from '../language/problem.ts'
import type { Quota } from '../quotas.ts'
import type { PolicyType } from '../types.ts'

export type LintContext = {
  readonly type: PolicyType
  readonly text: string
  readonly policy: ParsedPolicy
  readonly problems: Problems
  readonly quota: Quota | undefined
  readonly index: IamIndex | undefined
  /** Where a statement stands, which depends on whether `Statement` is a list. */
  readonly pathOf: (statement: ParsedStatement) => readonly (string | number)[]
}

/** One check of a readable policy beyond the grammar. It reports through `problems`. */
export type LintRule = { readonly id: string; readonly why: string; readonly check: (context: LintContext) => void }
