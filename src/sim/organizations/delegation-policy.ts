import { constraintError, invalidInputError } from './errors.ts'
import { parseObject } from './policy-document.ts'

/** Characters of a resource-based delegation policy. */
const sizeMax = 40_000

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html: only these can be delegated. */
export const delegableActions: ReadonlySet<string> = new Set(
  [
    'AttachPolicy',
    'CreatePolicy',
    'DeletePolicy',
    'DescribeAccount',
    'DescribeCreateAccountStatus',
    'DescribeEffectivePolicy',
    'DescribeHandshake',
    'DescribeOrganization',
    'DescribeOrganizationalUnit',
    'DescribePolicy',
    'DescribeResourcePolicy',
    'DetachPolicy',
    'DisablePolicyType',
    'EnablePolicyType',
    'ListAWSServiceAccessForOrganization',
    'ListAccounts',
    'ListAccountsForParent',
    'ListAccountsWithInvalidEffectivePolicy',
    'ListChildren',
    'ListCreateAccountStatus',
    'ListDelegatedAdministrators',
    'ListDelegatedServicesForAccount',
    'ListEffectivePolicyValidationErrors',
    'ListHandshakesForAccount',
    'ListHandshakesForOrganization',
    'ListOrganizationalUnitsForParent',
    'ListParents',
    'ListPolicies',
    'ListPoliciesForTarget',
    'ListRoots',
    'ListTagsForResource',
    'ListTargetsForPolicy',
    'TagResource',
    'UntagResource',
    'UpdatePolicy',
  ].map((name) => `organizations:${name}`.toLowerCase()),
)

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])

/** Refuses what PutResourcePolicy refuses: no JSON, too long, an action that cannot be delegated, a statement without its parts. */
export function assertDelegationPolicy(content: string): void {
  if (content.length > sizeMax) throw constraintError('POLICY_CONTENT_LIMIT_EXCEEDED')
  const document = parseObject(content)
  const statements = list(document?.['Statement'])
  if (document === undefined || statements.length === 0) throw invalidInputError('INVALID_RESOURCE_POLICY_JSON')
  for (const statement of statements) assertStatement(statement)
}

function assertStatement(statement: unknown): void {
  if (typeof statement !== 'object' || statement === null) throw invalidInputError('INVALID_RESOURCE_POLICY_JSON')
  const { Effect: effect, Principal: principal, Action: action, Resource: resource } = statement as Record<string, unknown>
  if ((effect !== 'Allow' && effect !== 'Deny') || resource === undefined) throw invalidInputError('INVALID_RESOURCE_POLICY_JSON')
  if (principal === undefined) throw invalidInputError('INVALID_PRINCIPAL')
  const actions = list(action).filter((name) => typeof name === 'string')
  if (actions.length === 0) throw invalidInputError('INVALID_RESOURCE_POLICY_JSON')
  if (effect === 'Allow' && !actions.every(isDelegable)) throw invalidInputError('UNSUPPORTED_ACTION_IN_RESOURCE_POLICY')
}

/** A pattern is fine when it reaches delegable actions only: `organizations:List*` is, `organizations:*` is not. */
function isDelegable(pattern: string): boolean {
  const lower = pattern.toLowerCase()
  if (!lower.includes('*')) return delegableActions.has(lower)
  return /^organizations:(list|describe)[a-z]*\*$/.test(lower)
}
