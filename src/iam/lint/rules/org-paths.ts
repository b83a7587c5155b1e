import { operatorName } from '../../language/operator-name.ts'
import { isOrgPath } from '../keys.ts'
import type { LintRule } from '../rule.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths */
export const orgPaths: LintRule = {
  id: 'org-path',
  why: 'Organization paths start with the organization and end with a slash; a pattern of another form never matches, or matches OUs whose id merely starts alike.',
  check: ({ policy, problems, pathOf }) => {
    for (const statement of policy.statements) {
      for (const condition of statement.conditions) {
        if (!isOrgPath(condition.key) || condition.operator === 'Null') continue
        const path = [...pathOf(statement), 'Condition', operatorName(condition), condition.key]
        const isLike = condition.operator === 'StringLike' || condition.operator === 'StringNotLike'
        for (const value of condition.values) {
          if (value.includes('${')) continue
          if (!/^(?:o-[a-z0-9]{10,32}|\*|o-\*)\//.test(value))
            problems.warning(path, 'org-path-form', [
              `"${value.slice(0, 80)}" does not start with an organization id and a slash.`,
              '"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"',
            ])
          else if (!value.endsWith('/') && !(isLike && value.endsWith('/*')))
            problems.warning(path, 'org-path-slash', [
              `"${value.slice(0, 80)}" does not end with a slash, so it matches no path or those of OUs with a similar id.`,
              isLike ? `"${value.replace(/\*$/, '')}/*"` : `"${value}/"`,
            ])
          if (!isLike && value.includes('*'))
            problems.warning(path, 'wildcard-literal', [`${operatorName(condition)} takes "*" literally.`, '"ForAnyValue:StringLike"'])
        }
      }
    }
  },
}
