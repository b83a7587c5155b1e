import type { PolicyType } from '../types.ts'
import { dialects } from './dialects.ts'
import { unknownElement } from './element-names.ts'
import type { ParsedPolicy } from './policy.ts'
import type { Problems } from './problem.ts'
import { isRecord } from './values.ts'
import { readStatement } from './read-statement.ts'

const documentKeys = new Set(['Version', 'Id', 'Statement'])
const versions = new Set(['2012-10-17', '2008-10-17'])

/**
 * Reads a parsed JSON value as a policy of the given type. Always returns; whatever is wrong becomes a problem. `undefined` means that
 * the document as a whole cannot be understood, so that not even its Deny statements are known.
 */
export function readPolicy(type: PolicyType, value: unknown, problems: Problems): ParsedPolicy | undefined {
  if (!isRecord(value)) {
    problems.error([], 'document-shape', ['A policy document must be a JSON object.', '{"Version": "2012-10-17", "Statement": []}'])
    return undefined
  }
  const isKnownVersion = checkVersion(type, value, problems)
  for (const key of Object.keys(value)) if (!documentKeys.has(key)) problems.error([key], 'unknown-element', unknownElement(key))
  if (value['Id'] !== undefined && typeof value['Id'] !== 'string') problems.error(['Id'], 'id-type', '`Id` must be a string.')
  const statement = value['Statement']
  if (statement === undefined) {
    problems.error([], 'statement-missing', ['The document has no `Statement`.', '"Statement": [ … ]'])
    return undefined
  }
  if (!isKnownVersion) return undefined
  const isList = Array.isArray(statement)
  const list: readonly unknown[] = isList ? statement : [statement]
  if (list.length === 0) problems.error(['Statement'], 'statement-empty', '`Statement` holds no statement, so the policy says nothing.')
  const version = typeof value['Version'] === 'string' ? value['Version'] : undefined
  const context = { type, withVariables: version === '2012-10-17', problems }
  const statements = list.map((item, index) =>
    readStatement(item, { ...context, index, path: isList ? ['Statement', index] : ['Statement'] }),
  )
  checkSids(statements, isList, problems)
  return { version, id: typeof value['Id'] === 'string' ? value['Id'] : undefined, statements }
}

/** A version that AWS never published leaves open what the statements mean. */
function checkVersion(type: PolicyType, value: Readonly<Record<string, unknown>>, problems: Problems): boolean {
  const version = value['Version']
  const wanted = '"Version": "2012-10-17"'
  if (version === undefined) {
    if (dialects[type].version2012Only) problems.error([], 'version-missing', [`A ${type.toUpperCase()} must state its version.`, wanted])
    else
      problems.warning([], 'version-missing', [
        'Without `Version`, AWS reads the document as 2008-10-17: variables such as ${aws:username} are plain text.',
        wanted,
      ])
    return true
  }
  if (typeof version !== 'string' || !versions.has(version)) {
    problems.error(['Version'], 'version-unknown', [
      `\`Version\` is ${JSON.stringify(version)?.slice(0, 40)}; AWS knows 2012-10-17 and 2008-10-17.`,
      wanted,
    ])
    return false
  }
  if (version === '2008-10-17') {
    if (dialects[type].version2012Only)
      problems.error(['Version'], 'version-unsupported', [`A ${type.toUpperCase()} must use version 2012-10-17.`, wanted])
    else problems.warning(['Version'], 'version-old', ['Version 2008-10-17 has no variables: ${…} is plain text.', wanted])
  }
  return true
}

function checkSids(statements: ParsedPolicy['statements'], isList: boolean, problems: Problems): void {
  const seen = new Set<string>()
  for (const { sid, index } of statements) {
    if (sid === undefined || sid === '') continue
    if (seen.has(sid))
      problems.error(
        isList ? ['Statement', index, 'Sid'] : ['Statement', 'Sid'],
        'sid-duplicate',
        `The Sid "${sid}" stands twice in the document.`,
      )
    seen.add(sid)
  }
}
