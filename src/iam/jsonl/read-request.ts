import { isRecord, type PlainRecord, scalarText } from '../language/values.ts'
import type { EvaluationRequest, PrincipalType } from '../types.ts'
import { invalid } from './line-error.ts'

const principalTypes: ReadonlySet<string> = new Set<PrincipalType>(['aws', 'service', 'federated', 'anonymous'])
/** Longer than any ARN or context value AWS sends; bounds the time that one match can take. */
const textMax = 65_536

/** Reads the request part of a line; every field that is not as the contract says is named in the error. */
export function readRequest(line: PlainRecord): EvaluationRequest {
  const { action, assume, organization } = line
  if (typeof action !== 'string' || !/^[^:\s]+:[^:\s]+$/.test(action) || action.length > 256)
    invalid('`action` must be "service:ActionName"')
  return {
    principal: readPrincipal(line['principal']),
    action,
    resource: readResource(line['resource']),
    context: line['context'] === undefined ? {} : readContext(line['context']),
    ...(organization === undefined ? {} : { organization: readOrganization(organization) }),
    ...(assume === undefined ? {} : { assume: readAssume(assume) }),
  }
}

function readPrincipal(value: unknown): EvaluationRequest['principal'] {
  if (!isRecord(value)) invalid('`principal` must be an object')
  const { arn, type } = value
  if (type !== undefined && (typeof type !== 'string' || !principalTypes.has(type)))
    invalid('`principal.type` must be aws, service, federated or anonymous')
  if (!(arn === undefined && type === 'anonymous') && !isText(arn)) invalid('`principal.arn` must be a string')
  return {
    arn: isText(arn) ? arn : '*',
    ...readAccount(value, 'principal'),
    ...(type === undefined ? {} : { type: type as PrincipalType }),
  }
}

function readResource(value: unknown): EvaluationRequest['resource'] {
  if (!isRecord(value)) invalid('`resource` must be an object')
  if (!isText(value['arn'])) invalid('`resource.arn` must be a string')
  return { arn: value['arn'], ...readAccount(value, 'resource') }
}

function readAccount(value: PlainRecord, where: string): { accountId?: string } {
  const { accountId } = value
  if (accountId === undefined) return {}
  if (typeof accountId !== 'string' || !/^\d{12}$/.test(accountId)) invalid(`\`${where}.accountId\` must be a string of twelve digits`)
  return { accountId }
}

function readContext(value: unknown): EvaluationRequest['context'] {
  if (!isRecord(value)) invalid('`context` must be an object')
  const context: Record<string, string | readonly string[]> = Object.create(null) as Record<string, string | readonly string[]>
  const seen = new Set<string>()
  for (const key of Object.keys(value)) {
    const lower = key.toLowerCase()
    if (seen.has(lower)) invalid(`the context key "${key.slice(0, 60)}" stands twice; key names have no case`)
    seen.add(lower)
    context[key] = readContextValue(key, value[key])
  }
  return context
}

function readContextValue(key: string, raw: unknown): string | readonly string[] {
  if (isText(raw)) return raw
  if (Array.isArray(raw) && raw.every(isText)) return raw
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  const texts = list.map(scalarText)
  if (!texts.every(isText))
    invalid(`the context key "${key.slice(0, 60)}" must hold a string or a list of strings, each up to ${textMax} characters`)
  return Array.isArray(raw) ? texts : texts[0]!
}

function readOrganization(value: unknown): NonNullable<EvaluationRequest['organization']> {
  if (!isRecord(value)) invalid('`organization` must be an object')
  const { id, managementAccountId } = value
  if (!isText(id) || !isText(managementAccountId)) invalid('`organization` must hold the strings `id` and `managementAccountId`')
  return { id, managementAccountId }
}

function readAssume(value: unknown): readonly 'identity'[] {
  if (!Array.isArray(value) || value.some((item) => item !== 'identity')) invalid('`assume` must be ["identity"]')
  return value as readonly 'identity'[]
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= textMax
}
