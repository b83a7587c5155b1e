import { operatorName } from '../../language/operator-name.ts'
import { findOperator } from '../../operators/index.ts'
import { isAlwaysPresent } from '../keys.ts'
import type { LintRule } from '../rule.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists */
export const missingKey: LintRule = {
  id: 'missing-key',
  why: 'Where the key is missing, a negated operator in a Deny denies and a positive one does not: both surprise.',
  check: ({ policy, problems, pathOf }) => {
    for (const statement of policy.statements) {
      if (statement.effect !== 'Deny') continue
      const guarded = new Set(statement.conditions.filter(({ operator }) => operator === 'Null').map(({ key }) => key.toLowerCase()))
      for (const condition of statement.conditions) {
        const { operator, ifExists, quantifier, key } = condition
        if (operator === 'Null' || ifExists || quantifier !== 'none' || isAlwaysPresent(key) || guarded.has(key.toLowerCase())) continue
        if (findOperator(operator)?.negated !== true) continue
        problems.warning([...pathOf(statement), 'Condition', operatorName(condition), key], 'deny-on-missing-key', [
          `Requests without ${key} are denied too, such as those of AWS services.`,
          `Add {"Null": {"${key}": "false"}} to leave them alone, or write "${operatorName({ ...condition, ifExists: true })}" to say that they are meant.`,
        ])
      }
    }
  },
}
