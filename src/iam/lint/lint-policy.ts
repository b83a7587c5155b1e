import { parsePolicy } from '../compile/document.ts'
import type { IamIndex } from '../data/iam-index.ts'
import { toDiagnostics } from '../language/diagnose.ts'
import { Problems } from '../language/problem.ts'
import { quotas as currentQuotas, type Quotas } from '../quotas.ts'
import type { Diagnostic, PolicyType, Severity } from '../types.ts'
import type { LintRule } from './rule.ts'
import { creatableExemptions } from './rules/creatable-exemptions.ts'
import { knownNames } from './rules/known-names.ts'
import { missingKey } from './rules/missing-key.ts'
import { orgPaths } from './rules/org-paths.ts'
import { quota } from './rules/quota.ts'
import { setOperators } from './rules/set-operators.ts'
import { shape } from './rules/shape.ts'
import { values } from './rules/values.ts'

export const lintRules: readonly LintRule[] = [creatableExemptions, knownNames, missingKey, orgPaths, quota, setOperators, shape, values]

export type LintOptions = {
  /** AWS's actions and keys; without them names are not checked. */
  readonly index?: IamIndex
  /** Limits to apply instead of AWS's present ones. */
  readonly quotas?: Quotas
  /** Name that the diagnostics carry. */
  readonly name?: string
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/**
 * Finds what is wrong or risky in a policy's text: the grammar of its type first, then the rules of `lintRules`. Never throws. Sorted by
 * place, errors before warnings where they share one. Bytes that are not UTF-8 are one error.
 */
export function lintPolicy(type: PolicyType, input: string | Uint8Array, options: LintOptions = {}): Diagnostic[] {
  const text = typeof input === 'string' ? input : decode(input)
  if (text === undefined)
    return [
      {
        rule: 'encoding',
        severity: 'error',
        message: 'The document is not UTF-8.',
        pointer: '',
        line: 1,
        column: 1,
        ...(options.name === undefined ? {} : { policy: options.name }),
      },
    ]
  const { parsed, diagnostics } = parsePolicy(type, text, options.name)
  const problems = new Problems()
  if (parsed !== undefined) {
    const isList = Array.isArray((JSON.parse(text) as { Statement: unknown }).Statement)
    const context = {
      type,
      text,
      policy: parsed,
      problems,
      quota: (options.quotas ?? currentQuotas)[type],
      index: options.index,
      pathOf: ({ index }: { readonly index: number }) => (isList ? ['Statement', index] : ['Statement']),
    }
    for (const rule of lintRules) rule.check(context)
  }
  return [...diagnostics, ...toDiagnostics(problems.list, text, options.name)].toSorted(byPlace)
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || rank[a.severity] - rank[b.severity]
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
