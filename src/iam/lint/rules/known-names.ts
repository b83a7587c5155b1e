import { compileAction } from '../../match/action.ts'
import type { LintRule } from '../rule.ts'

/** Needs the IAM data; without it the rule is silent. */
export const knownNames: LintRule = {
  id: 'known-names',
  why: 'An action that AWS does not have is a typing error: an Allow grants nothing, a Deny protects nothing.',
  check: ({ type, policy, problems, index, pathOf }) => {
    if (index === undefined) return
    const rcp = type === 'rcp' ? index.rcpServices : undefined
    for (const statement of policy.statements) {
      const element = statement.actions?.negated === true ? 'NotAction' : 'Action'
      for (const action of statement.actions?.values ?? []) {
        const path = [...pathOf(statement), element]
        const { service, exact, matches } = compileAction(action)
        if (service === undefined) continue
        if (!index.hasService(service))
          problems.warning(path, 'service-unknown', [`AWS publishes no service prefix "${service}".`, 'Check the spelling.'])
        else if (
          exact ? index.findAction(action) === undefined : !index.actionsOf(service).some((known) => matches(known.action.toLowerCase()))
        )
          problems.warning(path, 'action-unknown', [`"${action}" matches no action that AWS publishes.`, 'Check the spelling.'])
        if (rcp !== undefined && statement.effect === 'Deny' && !rcp.has(service))
          problems.error(path, 'rcp-service', [`RCPs do not reach the service "${service}".`, 'Use an SCP, or another service.'])
      }
    }
  },
}
