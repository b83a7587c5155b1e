import { isActionForm } from '../match/action.ts'
import { isResourceForm } from '../match/resource.ts'
import { type Token, tokenize } from '../match/tokens.ts'
import type { Path, StatementContext } from './context.ts'
import { dialects } from './dialects.ts'
import { unknownElement } from './element-names.ts'
import type { Effect, Element, Listed, ParsedStatement } from './policy.ts'
import { readConditions } from './read-conditions.ts'
import { readPrincipals } from './read-principals.ts'
import { isRecord, type PlainRecord } from './values.ts'

const statementKeys = new Set(['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'])

/** Reads one statement; elements with an error are listed in `faults` and left out or kept as far as they could be read. */
export function readStatement(value: unknown, context: StatementContext): ParsedStatement {
  const { problems, path, index } = context
  const faults = new Set<Element>()
  if (!isRecord(value)) {
    problems.error(path, 'statement-shape', 'A statement must be a JSON object.')
    faults.add('statement')
    return {
      index,
      sid: undefined,
      effect: undefined,
      principals: undefined,
      actions: undefined,
      resources: undefined,
      conditions: [],
      faults,
    }
  }
  for (const key of Object.keys(value)) {
    if (statementKeys.has(key)) continue
    problems.error([...path, key], 'unknown-element', unknownElement(key))
    faults.add('statement')
  }
  const sid = readSid(value, context)
  const effect = readEffect(value, context, faults)
  return {
    index,
    sid,
    effect,
    principals: readPrincipals(value, context, faults),
    actions: readActions(value, context, faults),
    resources: readResources(value, context, faults),
    conditions: value['Condition'] === undefined ? [] : readConditions(value['Condition'], context, faults),
    faults,
  }
}

function readSid(value: PlainRecord, { problems, path, type }: StatementContext): string | undefined {
  const sid = value['Sid']
  if (sid === undefined) return undefined
  if (typeof sid !== 'string') {
    problems.error([...path, 'Sid'], 'sid-type', '`Sid` must be a string.')
    return undefined
  }
  const isPlain = /^[A-Za-z0-9]*$/.test(sid)
  if (!isPlain && type !== 'resource' && type !== 'vpcEndpoint' && type !== 'trust')
    problems.warning([...path, 'Sid'], 'sid-characters', [
      `The Sid "${sid.slice(0, 60)}" holds characters beyond letters and digits.`,
      `"${sid.replace(/[^A-Za-z0-9]/g, '').slice(0, 60)}"`,
    ])
  return sid
}

function readEffect(value: PlainRecord, { problems, path, type }: StatementContext, faults: Set<Element>): Effect | undefined {
  const effect = value['Effect']
  if (effect === 'Deny') return 'Deny'
  if (effect === 'Allow') {
    if (dialects[type].effects === 'deny' && !isFullAccess(value)) {
      problems.error([...path, 'Effect'], 'rcp-allow', [
        'Only RCPFullAWSAccess may allow; an RCP of yours can only deny.',
        '"Effect": "Deny"',
      ])
      faults.add('effect')
    }
    return 'Allow'
  }
  faults.add('effect')
  if (effect === undefined)
    problems.error(path, 'effect-missing', ['The statement has no `Effect`.', '"Effect": "Deny" or "Effect": "Allow"'])
  else
    problems.error([...path, 'Effect'], 'effect-invalid', [
      '`Effect` is case-sensitive and must be "Allow" or "Deny".',
      '"Deny" or "Allow"',
    ])
  return undefined
}

/** The one allowing RCP there is, `RCPFullAWSAccess`. */
function isFullAccess(value: PlainRecord): boolean {
  return value['Action'] === '*' && value['Resource'] === '*' && value['Condition'] === undefined
}

function readActions(value: PlainRecord, context: StatementContext, faults: Set<Element>): Listed | undefined {
  const listed = readListed(value, context, { plain: 'Action', negated: 'NotAction', element: 'action' }, faults)
  if (listed === undefined) return undefined
  const { problems, path, type } = context
  const fault = (rule: string, text: readonly [string, string]) => {
    problems.error([...path, listed.negated ? 'NotAction' : 'Action'], rule, text)
    faults.add('action')
  }
  if (listed.negated && !dialects[type].notAction)
    fault('rcp-not-action', ['An RCP cannot use `NotAction`.', 'List the actions with `Action`.'])
  for (const action of listed.values) {
    if (!isActionForm(action))
      fault('action-format', [`"${action.slice(0, 80)}" is not an action.`, '"service:ActionName", "service:Get*" or "*"'])
    else if (action === '*' && !dialects[type].bareStarAction && value['Effect'] !== 'Allow')
      fault('rcp-action-star', ['The action of an RCP must name a service.', '"s3:*"'])
  }
  return listed
}

function readResources(value: PlainRecord, context: StatementContext, faults: Set<Element>): Listed | undefined {
  const { problems, path, type } = context
  const presence = dialects[type].resource
  const has = value['Resource'] !== undefined || value['NotResource'] !== undefined
  if (!has) {
    if (presence !== 'required' || (type === 'resource' && isTrustShaped(value))) return undefined
    problems.error(path, 'resource-missing', ['Every statement needs `Resource` or `NotResource`.', '"Resource": "*"'])
    faults.add('resource')
    return undefined
  }
  if (presence === 'forbidden') {
    problems.error([...path, value['Resource'] === undefined ? 'NotResource' : 'Resource'], 'resource-forbidden', [
      'A trust policy is about its own role and names no resource.',
      'Remove it.',
    ])
    faults.add('resource')
    return undefined
  }
  const listed = readListed(value, context, { plain: 'Resource', negated: 'NotResource', element: 'resource' }, faults)
  if (listed === undefined) return undefined
  for (const resource of listed.values) checkResource(resource, [...path, listed.negated ? 'NotResource' : 'Resource'], context, faults)
  return listed
}

/** A resource policy that speaks of STS alone is a role's trust policy, and has no resource. */
function isTrustShaped(value: PlainRecord): boolean {
  const action = value['Action']
  const actions: readonly unknown[] = Array.isArray(action) ? action : [action]
  return actions.length > 0 && actions.every((item) => typeof item === 'string' && item.toLowerCase().startsWith('sts:'))
}

function checkResource(resource: string, path: Path, { withVariables, problems, type }: StatementContext, faults: Set<Element>): void {
  if (!isResourceForm(resource)) {
    problems.error(path, 'resource-format', [
      `"${resource.slice(0, 80)}" is neither an ARN nor "*".`,
      '"arn:aws:service:region:account:resource" or "*"',
    ])
    faults.add('resource')
    return
  }
  if (/^arn:[^:]*:[^:]*[*?][^:]*:/.test(resource))
    problems.warning(path, 'resource-service-wildcard', [
      `The service field of "${resource.slice(0, 80)}" holds a wildcard, which AWS does not allow.`,
      'Name the service.',
    ])
  if (!withVariables || !resource.includes('${')) return
  const tokens = tokenize(resource, true)
  if (tokens.some((token) => token.kind === 'broken')) {
    problems.error(path, 'variable-format', [
      `"${resource.slice(0, 80)}" holds a variable that cannot be read.`,
      "${aws:PrincipalTag/team} or ${aws:PrincipalTag/team, 'none'}",
    ])
    faults.add('resource')
  } else if (hasEarlyVariable(tokens)) {
    problems.error(path, 'variable-position', [
      'In a resource, variables may stand only after the fifth colon.',
      'arn:aws:s3:::bucket/${aws:username}',
    ])
    faults.add('resource')
  }
  if (type === 'scp' && resource.length > 2048) problems.warning(path, 'resource-long', 'The resource is longer than any ARN.')
}

function hasEarlyVariable(tokens: readonly Token[]): boolean {
  let colons = 0
  for (const token of tokens) {
    if (token.kind === 'variable') return colons < 5
    if (token.kind === 'text') colons += token.text.split(':').length - 1
  }
  return false
}

type ListedElement = {
  readonly plain: 'Action' | 'Resource'
  readonly negated: 'NotAction' | 'NotResource'
  readonly element: 'action' | 'resource'
}

function readListed(
  value: PlainRecord,
  { problems, path }: StatementContext,
  names: ListedElement,
  faults: Set<Element>,
): Listed | undefined {
  const plain = value[names.plain]
  const negated = value[names.negated]
  if (plain !== undefined && negated !== undefined) {
    problems.error([...path, names.negated], `${names.element}-twice`, [
      `A statement has either \`${names.plain}\` or \`${names.negated}\`, not both.`,
      `Keep one of them.`,
    ])
    faults.add(names.element)
    return undefined
  }
  const name = plain === undefined ? names.negated : names.plain
  const raw = plain ?? negated
  if (raw === undefined) {
    problems.error(path, `${names.element}-missing`, [
      `The statement has neither \`${names.plain}\` nor \`${names.negated}\`.`,
      `"${names.plain}": "*"`,
    ])
    faults.add(names.element)
    return undefined
  }
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  const values = list.filter((item) => typeof item === 'string')
  if (values.length < list.length || list.length === 0) {
    problems.error([...path, name], `${names.element}-type`, `\`${name}\` must be a string or a list of at least one string.`)
    faults.add(names.element)
  }
  return { negated: plain === undefined, values }
}
