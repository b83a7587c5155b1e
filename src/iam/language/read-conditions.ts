import { findOperator, operators } from '../operators/index.ts'
import { isUnreadable } from '../operators/operator.ts'
import { tokenize } from '../match/tokens.ts'
import type { Element, ParsedCondition, Quantifier } from './policy.ts'
import type { Path, StatementContext } from './context.ts'
import { isRecord, scalarText } from './values.ts'

type OperatorName = { readonly quantifier: Quantifier; readonly operator: string; readonly ifExists: boolean }

/** Reads a `Condition` block; what cannot be read is a fault and is left out of the result. */
export function readConditions(value: unknown, context: StatementContext, faults: Set<Element>): ParsedCondition[] {
  const path: Path = [...context.path, 'Condition']
  const fault = (rule: string, at: Path, text: string | readonly [string, string]) => {
    context.problems.error(at, rule, text)
    faults.add('condition')
  }
  if (!isRecord(value)) {
    fault('condition-shape', path, ['`Condition` must be an object.', '{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}'])
    return []
  }
  const conditions: ParsedCondition[] = []
  for (const name of Object.keys(value)) {
    const parts = splitName(name)
    if (parts === undefined) {
      fault('operator-unknown', [...path, name], unknownOperator(name))
      continue
    }
    const block = value[name]
    if (!isRecord(block)) {
      fault(
        'condition-shape',
        [...path, name],
        ['An operator holds an object of keys.', `{"${name}": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}`],
      )
      continue
    }
    for (const key of Object.keys(block))
      conditions.push({
        ...parts,
        key,
        values: readValues(block[key], { at: [...path, name, key], key, operator: parts.operator, context, fault }),
      })
  }
  return conditions
}

/** Splits `ForAnyValue:StringLikeIfExists`; `undefined` when no such operator exists. */
function splitName(name: string): OperatorName | undefined {
  const colon = name.indexOf(':')
  const quantifier = colon < 0 ? 'none' : quantifierNames[name.slice(0, colon)]
  if (quantifier === undefined) return undefined
  const rest = name.slice(colon + 1)
  const ifExists = rest.endsWith('IfExists')
  const operator = ifExists ? rest.slice(0, -'IfExists'.length) : rest
  if (findOperator(operator) === undefined || (operator === 'Null' && (ifExists || quantifier !== 'none'))) return undefined
  return { quantifier, operator, ifExists }
}

const quantifierNames: Readonly<Record<string, Quantifier | undefined>> = { ForAllValues: 'all', ForAnyValue: 'any' }

function unknownOperator(name: string): readonly [string, string] {
  const bare = name
    .replace(/^For(All|Any)Values?:/i, '')
    .replace(/IfExists$/i, '')
    .toLowerCase()
  const near = operators.find((operator) => operator.name.toLowerCase() === bare)
  return [`"${name.slice(0, 60)}" is not a condition operator.`, near === undefined ? 'StringEquals, ArnLike, Bool, …' : near.name]
}

type ValueContext = {
  readonly at: Path
  readonly key: string
  readonly operator: string
  readonly context: StatementContext
  readonly fault: (rule: string, at: Path, text: string | readonly [string, string]) => void
}

function readValues(raw: unknown, { at, key, operator, context, fault }: ValueContext): string[] {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  if (!/^[^\p{Cc}]+$/u.test(key)) fault('condition-key', at, 'A condition key must be printable text.')
  const values: string[] = []
  const rules = findOperator(operator)!
  for (const item of list) {
    const text = scalarText(item)
    if (text === undefined) {
      fault('condition-value', at, 'A condition value must be a string, a number or a boolean.')
      continue
    }
    if (typeof item !== 'string' && rules.values !== 'none' && operator !== 'Bool')
      context.problems.warning(at, 'value-not-string', [
        `${text} is not a string; leading zeros of an account id are lost this way.`,
        JSON.stringify(text),
      ])
    const template = context.withVariables && rules.values !== 'none' && text.includes('${')
    if (template ? tokenize(text, true).some((token) => token.kind === 'broken') : isUnreadable(rules.read(text))) {
      const result = template ? { expected: "a variable such as ${aws:username} or ${aws:PrincipalTag/team, 'none'}" } : rules.read(text)
      fault('condition-value', at, [`${operator} cannot read "${text.slice(0, 80)}".`, isUnreadable(result) ? result.expected : ''])
      continue
    }
    values.push(text)
  }
  if (list.length === 0) fault('condition-empty', at, 'The condition key has no value to compare with.')
  return values
}
