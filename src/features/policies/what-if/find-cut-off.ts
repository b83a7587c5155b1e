import { compilePolicies, decide } from '#iam/index.ts'
import type { DecidingStatement } from '#iam/types.ts'
import { type Estate, levelsOf, orgPathOf } from './estate.ts'

export type CutOff = {
  readonly accountId: string
  readonly action: string
  /** `certain` whatever the context; `possible` where it turns on the keys. */
  readonly certainty: 'certain' | 'possible'
  readonly keys: readonly string[]
  readonly statements: readonly DecidingStatement[]
}

export type ReeveRole = {
  readonly partition: string
  readonly roleName: string
  readonly sessionName: string
  readonly actions: readonly string[]
}

const CUT_OFFS_TOLD_MAX = 200

/**
 * Actions that Reeve's own role can do in an account now and could not, or perhaps not, after the edit. A guardrail that blinds its own
 * watchman is refused before anything else is weighed.
 */
export function findCutOffs(
  before: Estate,
  after: Estate,
  { accountIds, role }: { accountIds: readonly string[]; role: ReeveRole },
): CutOff[] {
  const found: CutOff[] = []
  for (const accountId of accountIds) {
    for (const action of role.actions) {
      if (found.length >= CUT_OFFS_TOLD_MAX) return found
      const was = ask(before, accountId, action, role)
      const is = ask(after, accountId, action, role)
      if (was === undefined || is === undefined || was.isBlocked || (!is.isBlocked && is.hingesOn.length === 0)) continue
      if (!is.isBlocked && was.hingesOn.join() === is.hingesOn.join()) continue
      found.push({
        accountId,
        action,
        certainty: is.isBlocked && is.hingesOn.length === 0 ? 'certain' : 'possible',
        keys: is.hingesOn,
        statements: is.statements,
      })
    }
  }
  return found
}

function ask(estate: Estate, accountId: string, action: string, { partition, roleName, sessionName }: ReeveRole) {
  const levels = levelsOf(estate, accountId, 'SERVICE_CONTROL_POLICY')
  if (levels === undefined || accountId === estate.managementAccountId) return undefined
  const roleArn = `arn:${partition}:iam::${accountId}:role/${roleName}`
  const path = orgPathOf(estate, accountId)
  const decision = decide(compilePolicies({ scp: levels }), {
    principal: { arn: `arn:${partition}:sts::${accountId}:assumed-role/${roleName.split('/').at(-1)}/${sessionName}`, accountId },
    action,
    resource: { arn: '*' },
    context: {
      'aws:PrincipalArn': roleArn,
      'aws:PrincipalAccount': accountId,
      'aws:PrincipalOrgID': estate.organizationId,
      ...(path !== undefined && { 'aws:PrincipalOrgPaths': [path] }),
    },
    assume: ['identity'],
  })
  return {
    isBlocked: decision.blockedBy.includes('scp'),
    hingesOn: decision.hingesOn,
    statements: decision.decidedBy.filter(({ layer }) => layer === 'scp'),
  }
}
