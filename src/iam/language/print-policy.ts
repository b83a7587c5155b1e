import { operatorName } from './operator-name.ts'
import type { ParsedCondition, ParsedPolicy, ParsedPrincipals, ParsedStatement } from './policy.ts'

/**
 * Writes a parsed policy as JSON, indented by `indent` spaces (0 = on one line, which counts least against the quotas). Parsing the
 * result gives the same policy again, if it had no errors.
 */
export function printPolicy(policy: ParsedPolicy, indent = 2): string {
  const document = {
    ...(policy.version === undefined ? {} : { Version: policy.version }),
    ...(policy.id === undefined ? {} : { Id: policy.id }),
    Statement: policy.statements.map(statementJson),
  }
  return JSON.stringify(document, undefined, indent)
}

function statementJson(statement: ParsedStatement): object {
  const { sid, effect, principals, actions, resources, conditions } = statement
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    ...(effect === undefined ? {} : { Effect: effect }),
    ...(principals === undefined ? {} : { [principals.negated ? 'NotPrincipal' : 'Principal']: principalsJson(principals) }),
    ...(actions === undefined ? {} : { [actions.negated ? 'NotAction' : 'Action']: oneOrMany(actions.values) }),
    ...(resources === undefined ? {} : { [resources.negated ? 'NotResource' : 'Resource']: oneOrMany(resources.values) }),
    ...(conditions.length === 0 ? {} : { Condition: conditionsJson(conditions) }),
  }
}

function principalsJson({ everyone, entries }: ParsedPrincipals): unknown {
  return everyone ? '*' : Object.fromEntries(entries.map(({ kind, values }) => [kind, oneOrMany(values)]))
}

/** Operators keep the order in which they first appear. A null prototype, so that no key a policy can write is special. */
function conditionsJson(conditions: readonly ParsedCondition[]): object {
  const block = Object.create(null) as Record<string, Record<string, unknown>>
  for (const { quantifier, operator, ifExists, key, values } of conditions) {
    const name = operatorName({ quantifier, operator, ifExists })
    block[name] ??= Object.create(null) as Record<string, unknown>
    block[name][key] = oneOrMany(values)
  }
  return block
}

function oneOrMany(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : values
}
