import type { ParsedStatement } from '../language/policy.ts'
import { type ActionPattern, compileAction, serviceOf } from '../match/action.ts'
import { compileCondition, type ConditionTest } from './condition.ts'
import { compilePrincipals, type PrincipalTest } from './principal.ts'
import { compileResources, type ResourceTest } from './resource.ts'

/** A statement filed by its action. The rest is compiled when the first request for such an action comes, which for most is never. */
export type FiledStatement = {
  readonly source: ParsedStatement
  /** Deny, or a statement whose effect cannot be read. */
  readonly denies: boolean
  /** An Allow with a fault: it grants nothing. */
  readonly isVoid: boolean
  /** `undefined` means every action. */
  readonly actions: readonly ActionPattern[] | undefined
  readonly actionsNegated: boolean
  readonly compiled: () => CompiledStatement
}

/** A statement ready to run. `undefined` parts match everything. */
export type CompiledStatement = {
  readonly source: ParsedStatement
  readonly denies: boolean
  readonly principals: PrincipalTest | undefined
  readonly resources: ResourceTest | undefined
  readonly tests: readonly ConditionTest[]
  /** Matches every request whose action it matches. */
  readonly isUnconditional: boolean
}

/**
 * Files one statement. Where an element has a fault, an Allow becomes void, and a Deny is taken to match in that element: not
 * understanding a denial must never open what it may have closed.
 */
export function fileStatement(source: ParsedStatement, withVariables: boolean): FiledStatement {
  const { faults } = source
  const denies = source.effect !== 'Allow'
  let compiled: CompiledStatement | undefined
  return {
    source,
    denies,
    isVoid: !denies && faults.size > 0,
    actions: source.actions === undefined || faults.has('action') ? undefined : source.actions.values.map(compileAction),
    actionsNegated: source.actions?.negated ?? false,
    compiled: () => (compiled ??= compileStatement(source, { denies, withVariables })),
  }
}

function compileStatement(
  source: ParsedStatement,
  { denies, withVariables }: { denies: boolean; withVariables: boolean },
): CompiledStatement {
  const { faults } = source
  const resources = source.resources === undefined || faults.has('resource') ? undefined : compileResources(source.resources, withVariables)
  const isEveryone = source.principals === undefined || namesEveryone(source.principals, denies) || faults.has('principal')
  const principals = isEveryone ? undefined : compilePrincipals(source.principals)
  const tests = faults.has('condition')
    ? []
    : withoutContradictions(source.conditions.map((condition) => compileCondition(condition, withVariables)))
  return {
    source,
    denies,
    principals,
    resources,
    tests,
    isUnconditional: principals === undefined && resources === undefined && tests.length === 0,
  }
}

/** A canonical user id cannot be compared with any caller, so a Deny on one is taken to mean everyone. */
function namesEveryone({ negated, everyone, entries }: NonNullable<ParsedStatement['principals']>, denies: boolean): boolean {
  if (negated) return false
  return everyone || entries.some(({ kind, values }) => (kind === 'AWS' && values.includes('*')) || (denies && kind === 'CanonicalUser'))
}

/** A key that the same statement wants to be missing cannot come to help another test by appearing. */
function withoutContradictions(tests: readonly ConditionTest[]): readonly ConditionTest[] {
  if (tests.length < 2) return tests
  const wantedMissing = new Set(
    tests.filter(({ source }) => source.operator === 'Null' && !source.values.includes('false')).map(({ key }) => key.lower),
  )
  if (wantedMissing.size === 0) return tests
  return tests.map((test) =>
    test.source.operator !== 'Null' && !test.whenMissing && wantedMissing.has(test.key.lower) ? { ...test, turnsWhenPresent: false } : test,
  )
}

/** Whether the action is meant; `action` must be lower case. */
export function matchesAction(statement: FiledStatement, action: string): boolean {
  if (statement.actions === undefined) return true
  const service = serviceOf(action)
  // Comparing prefixes first spares compiling the globs of other services.
  const isListed = statement.actions.some(
    (pattern) => (pattern.service === undefined || pattern.service === service) && pattern.matches(action),
  )
  return isListed !== statement.actionsNegated
}
