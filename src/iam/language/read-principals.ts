import { dialects } from './dialects.ts'
import { type Element, type ParsedPrincipals, type PrincipalKind, principalKinds } from './policy.ts'
import type { StatementContext } from './context.ts'
import { isRecord, type PlainRecord } from './values.ts'

const awsForm =
  /^(?:\*|\d{12}|arn:[a-z0-9-]+:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)\/[^*?]+)|A[A-Z]{3}[A-Z0-9]{8,124})$/

/** Reads `Principal` or `NotPrincipal` as the dialect allows it. */
export function readPrincipals(value: PlainRecord, context: StatementContext, faults: Set<Element>): ParsedPrincipals | undefined {
  const dialect = dialects[context.type]
  const plain = value['Principal']
  const negated = value['NotPrincipal']
  const name = plain === undefined ? 'NotPrincipal' : 'Principal'
  const raw = plain ?? negated
  const fault = (rule: string, text: string | readonly [string, string], path: readonly (string | number)[] = [name]) => {
    context.problems.error([...context.path, ...path], rule, text)
    faults.add('principal')
  }
  if (raw === undefined) {
    if (dialect.principal === 'required' && !isImpliedEveryone(value, context))
      fault(
        'principal-missing',
        ['The statement has no `Principal`.', '"Principal": "*" or {"AWS": "arn:aws:iam::123456789012:role/name"}'],
        [],
      )
    return undefined
  }
  if (dialect.principal === 'forbidden') {
    fault('principal-forbidden', [
      `\`${name}\` cannot stand in this type of policy.`,
      'Remove it; the policy applies to whom it is attached to.',
    ])
    return undefined
  }
  if (plain !== undefined && negated !== undefined)
    fault('principal-twice', 'A statement has either `Principal` or `NotPrincipal`, not both.', ['NotPrincipal'])
  if (plain === undefined && !dialect.notPrincipal)
    fault('not-principal-forbidden', [
      '`NotPrincipal` cannot stand in this type of policy.',
      'Use `Principal` with a condition on aws:PrincipalArn.',
    ])
  if (plain === undefined && value['Effect'] === 'Allow')
    fault('not-principal-allow', ['`NotPrincipal` is supported with `Deny` only.', 'Use `Principal`.'])
  const principals = readEntries(raw, plain === undefined, fault)
  if (dialect.everyoneOnly && (principals.negated || !principals.everyone))
    fault('rcp-principal', ['The principal of an RCP must be "*".', '"Principal": "*"'])
  return principals
}

/** AWS's own RCPFullAWSAccess is accepted in the form in which it is most often written down, without a principal. */
function isImpliedEveryone(value: PlainRecord, { type }: StatementContext): boolean {
  return type === 'rcp' && value['Effect'] === 'Allow' && value['Action'] === '*'
}

type Fault = (rule: string, text: string | readonly [string, string]) => void

function readEntries(raw: unknown, negated: boolean, fault: Fault): ParsedPrincipals {
  if (raw === '*') return { negated, everyone: true, entries: [] }
  if (!isRecord(raw)) {
    fault('principal-type', ['`Principal` must be "*" or an object of lists.', '{"AWS": "arn:aws:iam::123456789012:root"}'])
    return { negated, everyone: false, entries: [] }
  }
  const keys = Object.keys(raw)
  if (keys.length === 0) fault('principal-empty', '`Principal` names nobody.')
  const entries: { kind: PrincipalKind; values: readonly string[] }[] = []
  for (const key of keys) {
    const kind = principalKinds.find((known) => known === key)
    if (kind === undefined)
      fault('principal-kind', [`"${key.slice(0, 40)}" is not a kind of principal.`, 'AWS, Service, Federated or CanonicalUser'])
    else entries.push({ kind, values: readValues(raw[key], kind, fault) })
  }
  return { negated, everyone: false, entries }
}

function readValues(raw: unknown, kind: PrincipalKind, fault: Fault): string[] {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  const values = list.filter((item) => typeof item === 'string')
  if (values.length < list.length || list.length === 0)
    fault('principal-values', [`"${kind}" must hold strings; an account id is written with quotes.`, `{"${kind}": "123456789012"}`])
  for (const value of values) {
    if (kind === 'AWS' && !awsForm.test(value))
      fault('principal-format', [
        `"${value.slice(0, 80)}" is not a principal; wildcards are allowed only as "*" alone.`,
        '"arn:aws:iam::123456789012:role/name" or "123456789012"',
      ])
    else if (kind === 'Service' && !(value === '*' || (/^[a-z0-9.*-]+$/i.test(value) && value.includes('.'))))
      fault('principal-service', [`"${value.slice(0, 80)}" is not a service principal.`, '"ec2.amazonaws.com"'])
  }
  return values
}
