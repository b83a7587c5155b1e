import type { ParsedPolicy } from '../../language/policy.ts'
import { operatorName } from '../../language/operator-name.ts'
import { compileAction } from '../../match/action.ts'
import type { LintRule } from '../rule.ts'

/** Under these paths only AWS itself makes roles. */
const madeByAwsAlone = /:role\/(?:aws-service-role|aws-reserved)\//
/** What puts a role of one's own under an exempt path, or takes one over that stands there. */
const guarded = ['iam:createrole', 'iam:updateassumerolepolicy', 'iam:passrole']

/** PERIM-3, GEO-9: exempting `role/service-role/*` exempts whoever may create or re-trust a role under that path. */
export const creatableExemptions: LintRule = {
  id: 'creatable-exemptions',
  why: 'A Deny that leaves out roles by a path which anyone with iam:CreateRole may use leaves out whoever makes a role there.',
  check: ({ policy, problems, pathOf }) => {
    for (const statement of policy.statements) {
      if (statement.effect !== 'Deny') continue
      for (const condition of statement.conditions) {
        if (condition.key.toLowerCase() !== 'aws:principalarn' || !/^(?:Arn|String)Not/i.test(condition.operator)) continue
        for (const value of condition.values) {
          if (!/:role\/(?:[^*]+\/)?\*$/.test(value) || madeByAwsAlone.test(value) || isGuarded(policy, value)) continue
          problems.warning([...pathOf(statement), 'Condition', operatorName(condition), condition.key], 'exemption-creatable', [
            `"${value.slice(0, 100)}" exempts every role under a path that anyone with iam:CreateRole may use.`,
            'Name the roles, or deny iam:CreateRole, iam:UpdateAssumeRolePolicy and iam:PassRole on that path in a companion statement.',
          ])
        }
      }
    }
  },
}

function isGuarded({ statements }: ParsedPolicy, pattern: string): boolean {
  return statements.some(({ effect, actions, resources }) => {
    if (effect !== 'Deny' || actions === undefined || actions.negated || resources === undefined || resources.negated) return false
    const denied = actions.values.map((action) => compileAction(action))
    return (
      guarded.every((action) => denied.some(({ matches }) => matches(action))) &&
      resources.values.some((resource) => resource === pattern || resource === '*')
    )
  })
}
