import { compilePolicies, type Decision, decide, type DecidingStatement, explain } from '#iam/index.ts'
import { Coverage } from './coverage.ts'
import { evaluate } from './evaluate.ts'
import { type GeneratedCase, generateCase } from './generate.ts'

export type Disagreement = {
  /** Makes the case again: `generateCase(seed)`. */
  readonly seed: number
  readonly what: string
  readonly documentation: unknown
  readonly engine: unknown
}

/** Kept per run: the first few say enough. */
const disagreementsMax = 5

const inOrder = (statements: readonly DecidingStatement[]): string[] =>
  statements.map(({ layer, target, policy, sid, statement }) => [layer, target, policy, sid, statement].join('|')).toSorted()

/** Asks both about a case. `decidedBy` is compared as a set: its order within a layer is not promised. */
export function compareCase(
  seed: number,
  of: GeneratedCase = generateCase(seed),
): { readonly decision: Decision; readonly disagreements: readonly Disagreement[] } {
  const expected = evaluate(of.policies, of.request)
  const compiled = compilePolicies(of.policies)
  const decision = decide(compiled, of.request)
  const explanation = explain(compiled, of.request)
  const pairs: readonly [what: string, documentation: unknown, engine: unknown][] = [
    ['decision', expected.decision, decision.decision],
    ['blockedBy', expected.blockedBy, decision.blockedBy],
    ['decidedBy', inOrder(expected.decidedBy), inOrder(decision.decidedBy)],
    ['errors', [], decision.diagnostics.filter(({ severity }) => severity === 'error')],
    ['explained decision', expected.decision, explanation.decision],
    ['explained decidedBy', decision.decidedBy, explanation.decidedBy],
    ['explained blockedBy', decision.blockedBy, explanation.blockedBy],
    ['explained hingesOn', decision.hingesOn, explanation.hingesOn],
  ]
  return {
    decision,
    disagreements: pairs
      .filter(([, documentation, engine]) => JSON.stringify(documentation) !== JSON.stringify(engine))
      .map(([what, documentation, engine]) => ({ seed, what, documentation, engine })),
  }
}

export function compareCases(
  from: number,
  count: number,
): { readonly coverage: Coverage; readonly disagreements: readonly Disagreement[] } {
  const coverage = new Coverage()
  const disagreements: Disagreement[] = []
  for (let seed = from; seed < from + count; seed += 1) {
    const of = generateCase(seed)
    const compared = compareCase(seed, of)
    coverage.see(of, compared.decision)
    if (disagreements.length < disagreementsMax) disagreements.push(...compared.disagreements)
  }
  return { coverage, disagreements }
}
