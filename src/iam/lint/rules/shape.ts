import type { LintRule } from '../rule.ts'

/** Statements that are valid and still rarely meant. */
export const shape: LintRule = {
  id: 'shape',
  why: 'Some valid statements grant or deny more than their author sees.',
  check: ({ type, policy, problems, pathOf }) => {
    for (const statement of policy.statements) {
      const path = pathOf(statement)
      if (statement.effect === 'Allow' && statement.actions?.negated === true && type !== 'scp')
        problems.warning([...path, 'NotAction'], 'allow-not-action', [
          'Allow with NotAction grants every other action, those of future services included.',
          'List the actions with `Action`.',
        ])
      if (statement.effect === 'Allow' && statement.resources?.negated === true)
        problems.warning([...path, 'NotResource'], 'allow-not-resource', [
          'Allow with NotResource grants every other resource.',
          'List the resources with `Resource`.',
        ])
      const isOpen =
        statement.principals?.everyone === true || statement.principals?.entries.some(({ values }) => values.includes('*')) === true
      if (statement.effect === 'Allow' && isOpen && (type === 'resource' || type === 'trust') && statement.conditions.length === 0)
        problems.warning([...path, 'Principal'], 'public', [
          'Everyone may, anonymous callers included.',
          'Name principals, or add a condition such as aws:PrincipalOrgID.',
        ])
      if (statement.principals?.negated === true)
        problems.warning([...path, 'NotPrincipal'], 'not-principal', [
          'AWS advises against NotPrincipal: it always denies principals with a permissions boundary, and needs the account and the role of each exempt session listed too.',
          'Use a condition such as ArnNotEquals on aws:PrincipalArn.',
        ])
    }
  },
}
