import { operatorName } from '../../language/operator-name.ts'
import { isAlwaysPresent, isMultivalued } from '../keys.ts'
import type { LintRule } from '../rule.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
export const setOperators: LintRule = {
  id: 'set-operator',
  why: 'A key with several values compared without ForAllValues or ForAnyValue is undefined at AWS; a set operator on a single value says something else than it seems.',
  check: ({ policy, problems, index, pathOf }) => {
    for (const statement of policy.statements) {
      for (const condition of statement.conditions) {
        if (condition.operator === 'Null') continue
        const path = [...pathOf(statement), 'Condition', operatorName(condition), condition.key]
        const type = index?.typeOfKey(condition.key)
        const isMany = isMultivalued(condition.key, type)
        if (isMany && condition.quantifier === 'none')
          problems.warning(path, 'multivalue-key', [
            `${condition.key} holds several values; without a set operator the comparison is undefined.`,
            `"ForAnyValue:${operatorName(condition)}"`,
          ])
        if (!isMany && type !== undefined && condition.quantifier !== 'none')
          problems.warning(path, 'single-value-key', [
            `${condition.key} holds one value; a set operator is misleading here.`,
            `"${operatorName({ ...condition, quantifier: 'none' })}"`,
          ])
        if (condition.quantifier === 'all' && !isAlwaysPresent(condition.key) && !hasPresenceGuard(statement.conditions, condition.key))
          problems.warning(path, 'forallvalues-missing-key', [
            `ForAllValues is true when the key is missing, so this ${statement.effect} also applies to requests without it.`,
            `Add {"Null": {"${condition.key}": "false"}}.`,
          ])
      }
    }
  },
}

function hasPresenceGuard(
  conditions: readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[],
  key: string,
): boolean {
  return conditions.some(
    (one) =>
      one.operator === 'Null' &&
      one.key.toLowerCase() === key.toLowerCase() &&
      one.values.every((value) => value.toLowerCase() === 'false'),
  )
}
