import { operatorName } from '../../language/operator-name.ts'
import { splitTokens } from '../../match/arn.ts'
import { tokenize } from '../../match/tokens.ts'
import type { LintRule } from '../rule.ts'

const exact = new Set(['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'])
const families: readonly (readonly [type: string, operators: RegExp])[] = [
  ['ARN', /^(?:Arn|String|Null)/],
  ['Bool', /^(?:Bool|String|Null)/],
  ['Date', /^(?:Date|Numeric|String|Null)/],
  ['Numeric', /^(?:Numeric|String|Null)/],
  ['IPAddress', /^(?:IpAddress|NotIpAddress|Null)/],
]

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const values: LintRule = {
  id: 'condition-values',
  why: 'A value that its operator can never match makes a condition that silently never, or always, holds.',
  check: ({ policy, problems, index, pathOf }) => {
    for (const statement of policy.statements) {
      for (const condition of statement.conditions) {
        const path = [...pathOf(statement), 'Condition', operatorName(condition), condition.key]
        for (const value of condition.values) {
          if (exact.has(condition.operator) && /[*?]/.test(value.replaceAll(/\$\{[^}]*\}/g, '')))
            problems.warning(path, 'wildcard-literal', [
              `${condition.operator} takes the wildcard in "${value.slice(0, 80)}" literally.`,
              `"${condition.operator.replace(/Equals(?:IgnoreCase)?$/, 'Like')}"`,
            ])
          if (condition.operator.startsWith('Arn') && value !== '*' && splitTokens(tokenize(value, true)).length < 6)
            problems.warning(path, 'arn-incomplete', [
              `"${value.slice(0, 80)}" has fewer than six ARN fields and matches nothing.`,
              '"arn:aws:iam::*:role/name"',
            ])
        }
        const type = index?.typeOfKey(condition.key)
        const fitting = families.find(([family]) => type?.replace('ArrayOf', '') === family)
        if (fitting !== undefined && !fitting[1].test(condition.operator))
          problems.warning(path, 'operator-type', [
            `${condition.key} is of type ${type}, which ${condition.operator} does not compare.`,
            `an operator for ${type}`,
          ])
      }
    }
  },
}
