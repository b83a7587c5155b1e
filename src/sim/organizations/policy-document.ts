import type { PolicyType } from '@aws-sdk/client-organizations'
import { constraintError, organizationsError } from './errors.ts'

/** Characters, all of them counted as sent. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const sizeMax: Partial<Record<PolicyType, number>> = {
  SERVICE_CONTROL_POLICY: 10_240,
  RESOURCE_CONTROL_POLICY: 5_120,
  AISERVICES_OPT_OUT_POLICY: 2_500,
}
const otherSizeMax = 10_000

const documentMembers = new Set(['Version', 'Id', 'Statement'])
const statementMembers = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'])
const rcpStatementMembers = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'NotResource', 'Condition'])

/** Throws as CreatePolicy and UpdatePolicy do: too long, or not what the type's grammar allows. */
export function assertPolicyContent(type: PolicyType, content: string): void {
  if (content.length > (sizeMax[type] ?? otherSizeMax)) throw constraintError('POLICY_CONTENT_LIMIT_EXCEEDED')
  const document = parseObject(content)
  const isValid = document !== undefined && isValidFor(type, document)
  if (!isValid) throw organizationsError('MalformedPolicyDocumentException')
}

function isValidFor(type: PolicyType, document: Record<string, unknown>): boolean {
  if (type === 'SERVICE_CONTROL_POLICY') return isStatementDocument(document, isScpStatement)
  if (type === 'RESOURCE_CONTROL_POLICY') return isStatementDocument(document, isRcpStatement)
  return Object.keys(document).length > 0
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isStatementDocument(document: Record<string, unknown>, isStatement: (statement: Record<string, unknown>) => boolean): boolean {
  if (document['Version'] !== '2012-10-17') return false
  if (!Object.keys(document).every((key) => documentMembers.has(key))) return false
  const statements = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']]
  const sids = statements.map((statement) => (isObject(statement) ? statement['Sid'] : undefined)).filter((sid) => sid !== undefined)
  return (
    statements.length > 0 &&
    new Set(sids).size === sids.length &&
    statements.every((statement) => isObject(statement) && isStatement(statement))
  )
}

function isScpStatement(statement: Record<string, unknown>): boolean {
  return (
    Object.keys(statement).every((key) => statementMembers.has(key)) &&
    (statement['Effect'] === 'Allow' || statement['Effect'] === 'Deny') &&
    hasOneOf(statement, ['Action', 'NotAction'], isActionPattern) &&
    hasOneOf(statement, ['Resource', 'NotResource'], isResourcePattern) &&
    isCondition(statement['Condition'])
  )
}

/** A customer's RCP may only deny, everyone, and must name the service. */
function isRcpStatement(statement: Record<string, unknown>): boolean {
  const { Principal: principal } = statement
  const isEveryone = principal === '*' || (isObject(principal) && Object.keys(principal).length === 1 && principal['AWS'] === '*')
  return (
    Object.keys(statement).every((key) => rcpStatementMembers.has(key)) &&
    statement['Effect'] === 'Deny' &&
    isEveryone &&
    hasOneOf(statement, ['Action'], (action) => action !== '*' && isActionPattern(action)) &&
    hasOneOf(statement, ['Resource', 'NotResource'], isResourcePattern) &&
    isCondition(statement['Condition'])
  )
}

function hasOneOf(statement: Record<string, unknown>, members: readonly string[], isElement: (value: string) => boolean): boolean {
  const present = members.filter((member) => statement[member] !== undefined)
  const [only] = present
  if (only === undefined || present.length > 1) return false
  const values: unknown[] = Array.isArray(statement[only]) ? statement[only] : [statement[only]]
  return values.length > 0 && values.every((value) => typeof value === 'string' && isElement(value))
}

function isActionPattern(action: string): boolean {
  return action === '*' || /^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(action)
}

function isResourcePattern(resource: string): boolean {
  return resource === '*' || resource.startsWith('arn:')
}

function isCondition(condition: unknown): boolean {
  if (condition === undefined) return true
  return isObject(condition) && Object.values(condition).every((keys) => isObject(keys) && Object.values(keys).every(isConditionValue))
}

function isConditionValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isConditionValue)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
