import type { ParsedCondition } from '../language/policy.ts'
import { compileArnTokens } from '../match/arn.ts'
import { compileTokens } from '../match/glob.ts'
import { type Token, tokenize } from '../match/tokens.ts'
import { findOperator } from '../operators/index.ts'
import { type ConditionOperator, isUnreadable, type ValueTest } from '../operators/operator.ts'
import type { Environment } from '../decide/environment.ts'
import { absent, type ContextValue, keyRef, type KeyRef } from '../decide/key.ts'
import { fragile, near, no, type Outcome, yes } from './outcome.ts'
import { compileTemplate, hasUnknownVariable, literalText } from './template.ts'

/** One operator on one key, ready to run. */
export type ConditionTest = {
  readonly source: ParsedCondition
  readonly key: KeyRef
  /** What the test says when the key is missing. */
  readonly whenMissing: boolean
  /** Whether some value of the missing key would make the test say the opposite. */
  readonly turnsWhenPresent: boolean
  /** Keys of variables in the values that have no default. */
  readonly variables: readonly KeyRef[] | undefined
  readonly evaluate: (value: ContextValue, environment: Environment) => boolean
}

type Match = (requestValue: string, environment: Environment) => boolean

/** Compiles a readable condition. The value tests of one key are ORed; a negated operator asks that none holds. */
export function compileCondition(source: ParsedCondition, withVariables: boolean): ConditionTest {
  const operator = findOperator(source.operator)!
  const key = keyRef(source.key)
  if (operator.name === 'Null') return compileNull(source, key)
  const { match, variables, matchesAll } = compileValues(operator, source.values, withVariables)
  const { negated } = operator
  const whenMissing = source.ifExists || (source.quantifier === 'none' ? negated : source.quantifier === 'all')
  // A present value can turn "yes" unless every value passes, and "no" unless no value passes.
  const turnsWhenPresent = whenMissing ? negated || !matchesAll : !(negated && matchesAll)
  return { source, key, whenMissing, turnsWhenPresent, variables, evaluate: evaluator(source, match, negated) }
}

function evaluator({ quantifier }: ParsedCondition, match: Match, negated: boolean): ConditionTest['evaluate'] {
  if (quantifier === 'none')
    // AWS leaves a list without quantifier undefined; here one matching element is enough, and a negated operator wants none.
    return (value, environment) =>
      (typeof value === 'string' ? match(value, environment) : value.some((item) => match(item, environment))) !== negated
  const isAll = quantifier === 'all'
  return (value, environment) => {
    const list = typeof value === 'string' ? [value] : value
    // AWS counts empty strings as an empty set.
    if (list.every((item) => item === '')) return isAll
    return isAll ? list.every((item) => match(item, environment) !== negated) : list.some((item) => match(item, environment) !== negated)
  }
}

function compileNull(source: ParsedCondition, key: KeyRef): ConditionTest {
  const whenMissing = source.values.some((value) => value.toLowerCase() === 'true')
  const whenPresent = source.values.some((value) => value.toLowerCase() === 'false')
  return { source, key, whenMissing, turnsWhenPresent: whenMissing !== whenPresent, variables: undefined, evaluate: () => whenPresent }
}

type Values = { readonly match: Match; readonly variables: readonly KeyRef[] | undefined; readonly matchesAll: boolean }

function compileValues(operator: ConditionOperator, values: readonly string[], withVariables: boolean): Values {
  const isTemplate = (value: string) => withVariables && operator.values !== 'none' && value.includes('${')
  const templates = values
    .filter(isTemplate)
    .map((value) => compileTemplate(tokenize(value, true), (tokens) => matcherFor(operator, tokens)))
  const plain = values.filter((value) => !isTemplate(value))
  const matchesAll = operator.values === 'pattern' && plain.some((value) => /^\*+$/.test(value))
  const plainTest = compilePlain(operator, plain)
  if (templates.length === 0) return { match: plainTest ?? (() => false), variables: undefined, matchesAll }
  const match: Match = (requestValue, environment) => {
    if (plainTest !== undefined && plainTest(requestValue)) return true
    return templates.some((template) => template.matcher(environment)?.(requestValue) === true)
  }
  const keys = templates.flatMap((template) => template.keys)
  return { match, variables: keys.length === 0 ? undefined : keys, matchesAll }
}

function matcherFor(operator: ConditionOperator, tokens: readonly Token[]): ValueTest {
  if (operator.values === 'arn') return compileArnTokens(tokens)
  if (operator.values === 'pattern') return compileTokens(tokens)
  const test = operator.read(literalText(tokens))
  return isUnreadable(test) ? () => false : test
}

function compilePlain(operator: ConditionOperator, values: readonly string[]): ValueTest | undefined {
  if (values.length > 1 && operator.readMany !== undefined) return operator.readMany(values)
  const tests = values.map(operator.read).filter((test): test is ValueTest => !isUnreadable(test))
  if (tests.length <= 1) return tests[0]
  return (requestValue) => {
    for (const test of tests) if (test(requestValue)) return true
    return false
  }
}

/** Runs one test. Keys that are known to be absent give a firm answer; keys that are not known give one that a value could turn. */
export function runTest(test: ConditionTest, environment: Environment): Outcome {
  const value = environment.value(test.key)
  if (value === undefined) {
    if (!test.turnsWhenPresent) return test.whenMissing ? yes : no
    return test.whenMissing ? fragile : near
  }
  const result = value === absent ? test.whenMissing : test.evaluate(value, environment)
  if (test.variables !== undefined && value !== absent && hasUnknownVariable(test.variables, environment)) return result ? fragile : near
  return result ? yes : no
}

/** ANDs the tests of a statement. */
export function runTests(tests: readonly ConditionTest[], environment: Environment): Outcome {
  let result: Outcome = yes
  for (const test of tests) {
    const outcome = runTest(test, environment)
    if (outcome === no) return no
    if (outcome === near) result = near
    else if (outcome === fragile && result === yes) result = fragile
  }
  return result
}
