import type { Duplicate } from '../json/locate.ts'
import type { Element, ParsedPolicy, ParsedStatement } from '../language/policy.ts'

const elements: Readonly<Record<string, Element>> = {
  Effect: 'effect',
  Principal: 'principal',
  NotPrincipal: 'principal',
  Action: 'action',
  NotAction: 'action',
  Resource: 'resource',
  NotResource: 'resource',
  Condition: 'condition',
}

/**
 * Marks statements in which a key stands twice: one of its values was lost, so the element counts as unreadable. A repeated
 * `Statement` or `Version` loses whole statements, or what they mean: the document then cannot be understood.
 */
export function withDuplicates(parsed: ParsedPolicy, duplicates: readonly Duplicate[]): ParsedPolicy | undefined {
  if (duplicates.some(({ path }) => path.length === 1 && path[0] !== 'Id')) return undefined
  const isList = duplicates.some(({ path }) => path[0] === 'Statement' && typeof path[1] === 'number')
  const statements = parsed.statements.map((statement) => {
    const own = duplicates.filter(({ path }) => path[0] === 'Statement' && (!isList || path[1] === statement.index))
    return own.length === 0
      ? statement
      : faulty(
          statement,
          own.map(({ path }) => String(path[isList ? 2 : 1])),
        )
  })
  return { ...parsed, statements }
}

function faulty(statement: ParsedStatement, names: readonly string[]): ParsedStatement {
  const faults = new Set(statement.faults)
  for (const name of names) faults.add(elements[name] ?? 'statement')
  return { ...statement, faults, effect: names.includes('Effect') ? undefined : statement.effect }
}
