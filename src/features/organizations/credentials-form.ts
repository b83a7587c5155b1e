import type { CallerIdentity } from '#platform/aws/door.ts'
import { FormReader, join, type TextRule } from './form-reader.ts'
import { findRoleNameProblem, parseRoleArn } from './role-arn.ts'

export type OrgRoleCredentials = {
  readonly arn: string
  readonly sessionName: string
  readonly durationSeconds: number
  readonly externalId: string | null
}
export type MemberRoleCredentials = {
  readonly name: string
  readonly sessionName: string
  readonly durationSeconds: number
  readonly externalId: string | null
}
/** Everything that ORG-25 wants re-entered together. Holds secrets in the clear: never logged, never sent back. */
export type OrganizationCredentials = {
  readonly caller: CallerIdentity
  readonly organizationRole: OrgRoleCredentials
  readonly memberRole: MemberRoleCredentials
}

export type Warning = { readonly code: string; readonly message: string }

/** What the form must know of this installation to judge a field. */
export type FormContext = {
  /** What the caller turned out to be: a role can chain for an hour at most (ROLE-10). */
  readonly callerKind: 'role' | 'user' | 'unknown'
  readonly storedKeysAllowed: boolean
  /** The default caller has no fields of its own, so an edit may leave it out where it is what is stored. */
  readonly isCallerOptional?: boolean
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const durationMinSeconds = 900
const durationMaxSeconds = 43_200
const chainedDurationMaxSeconds = 3600
const durationDefaultSeconds = 3600

const sessionName: TextRule = {
  pattern: /^[\w+=,.@-]{2,64}$/,
  rule: 'must have 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -',
  fix: 'It names Reeve in the CloudTrail of every account; "reeve" will do.',
}
const externalIdRule: TextRule = {
  pattern: /^[\w+=,.@:/-]{2,1224}$/,
  rule: 'must have 2 to 1224 characters of A-Z a-z 0-9 _ + = , . @ : / -',
  fix: 'Use the ExternalId that the kit generated, or null for none.',
  secret: true,
}
const accessKeyIdRule: TextRule = {
  pattern: /^(?!ASIA)[A-Z0-9]{16,128}$/,
  rule: 'must be the id of a long-term access key: 16 to 128 characters of A-Z 0-9, not beginning with ASIA',
  fix: 'Keys that begin with ASIA are temporary; use those of an IAM user, or better let Reeve use a role.',
}
const secretAccessKeyRule: TextRule = {
  pattern: /^[!-~]{16,128}$/,
  rule: 'must have 16 to 128 printable characters without spaces',
  fix: 'Copy the secret access key again.',
  secret: true,
}
const profileRule: TextRule = {
  pattern: /^[^\s[\]]{1,128}$/,
  rule: 'must name a profile of the AWS configuration of the server',
  fix: 'Give the name as it stands in ~/.aws/config.',
}

export type CredentialContext = FormContext & { readonly complete: boolean }

/** Reads caller and both roles; `complete` demands every field, with null for no ExternalId (ORG-25). */
export function readCredentials(reader: FormReader, input: unknown, context: CredentialContext): OrganizationCredentials | undefined {
  const body = reader.object('credentials', input, ['caller', 'organizationRole', 'memberRole'])
  if (body === undefined) return undefined
  const caller = readCaller(reader, body['caller'], context)
  const seconds = { ...context, callerKind: caller?.kind === 'stored_keys' ? ('user' as const) : context.callerKind }
  const organizationRole = readOrgRole(reader, body['organizationRole'], seconds)
  const memberRole = readMemberRole(reader, body['memberRole'], seconds)
  return caller === undefined || organizationRole === undefined || memberRole === undefined
    ? undefined
    : { caller, organizationRole, memberRole }
}

/** The caller that a form names, if that much of it holds; the rest of the form may be wrong. */
export function peekCaller(input: unknown, storedKeysAllowed: boolean): CallerIdentity | undefined {
  const { credentials } = (input ?? {}) as { readonly credentials?: { readonly caller?: unknown } | null }
  return readCaller(new FormReader(), credentials?.caller, { complete: false, storedKeysAllowed, callerKind: 'unknown' })
}

function readCaller(
  reader: FormReader,
  input: unknown,
  { complete, storedKeysAllowed, isCallerOptional = false }: CredentialContext,
): CallerIdentity | undefined {
  const field = 'credentials.caller'
  if (input === undefined && (!complete || isCallerOptional)) return { kind: 'default' }
  const body = reader.object(field, input, ['kind', 'profile', 'accessKeyId', 'secretAccessKey'])
  if (body === undefined) return undefined
  const { kind } = body
  if (kind !== 'profile' && body['profile'] !== undefined)
    reader.fail(join(field, 'profile'), { rule: 'belongs to kind "profile" only', fix: 'Leave it out.' })
  if (kind !== 'stored_keys' && (body['accessKeyId'] !== undefined || body['secretAccessKey'] !== undefined)) {
    reader.fail(join(field, 'accessKeyId'), {
      rule: 'belongs to kind "stored_keys" only',
      fix: 'Leave the keys out, or set kind to "stored_keys".',
    })
  }
  if (kind === 'default') return { kind }
  if (kind === 'profile') {
    const profile = reader.text(join(field, 'profile'), body['profile'], profileRule)
    return profile === undefined ? undefined : { kind, profile }
  }
  if (kind !== 'stored_keys')
    return reader.fail(join(field, 'kind'), {
      rule: 'must be default, profile or stored_keys',
      fix: 'Use default where the server has a role.',
      value: kind,
    })
  if (!storedKeysAllowed) {
    reader.fail(join(field, 'kind'), {
      rule: 'stored keys are switched off in this installation',
      fix: 'Give the server a role, or let the operator set REEVE_ALLOW_STORED_KEYS=true.',
      value: kind,
    })
  }
  const accessKeyId = reader.text(join(field, 'accessKeyId'), body['accessKeyId'], accessKeyIdRule)
  const secretAccessKey = reader.text(join(field, 'secretAccessKey'), body['secretAccessKey'], secretAccessKeyRule)
  return accessKeyId === undefined || secretAccessKey === undefined ? undefined : { kind, accessKeyId, secretAccessKey }
}

function readOrgRole(reader: FormReader, input: unknown, context: CredentialContext): OrgRoleCredentials | undefined {
  const field = 'credentials.organizationRole'
  const body = reader.object(field, input, ['arn', 'sessionName', 'durationSeconds', 'externalId'])
  if (body === undefined) return undefined
  const arn = readRoleArn(reader, join(field, 'arn'), body['arn'])
  const session = readSession(reader, { field, body, context })
  return arn === undefined || session === undefined ? undefined : { arn, ...session }
}

function readMemberRole(reader: FormReader, input: unknown, context: CredentialContext): MemberRoleCredentials | undefined {
  const field = 'credentials.memberRole'
  const body = reader.object(field, input, ['name', 'sessionName', 'durationSeconds', 'externalId'])
  if (body === undefined) return undefined
  const name = readRoleName(reader, join(field, 'name'), body['name'])
  const session = readSession(reader, { field, body, context })
  return name === undefined || session === undefined ? undefined : { name, ...session }
}

function readRoleArn(reader: FormReader, field: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '')
    return reader.fail(field, {
      rule: 'is required; the ARN of the organization role',
      fix: 'Copy it from the IAM console, or from the output of the kit.',
    })
  const parsed = parseRoleArn(value)
  return parsed.kind === 'ok' ? value : reader.fail(field, { ...parsed.problem, value })
}

function readRoleName(reader: FormReader, field: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '')
    return reader.fail(field, {
      rule: 'is required; the name of the role in every member account',
      fix: 'Give the name, with its IAM path if it has one.',
    })
  if (value.startsWith('arn:'))
    return reader.fail(field, {
      rule: 'must be a role name, not an ARN',
      fix: 'The ARN is formed per account; give what follows "role/".',
      value,
    })
  const problem = findRoleNameProblem(value)
  return problem === undefined ? value : reader.fail(field, { ...problem, value })
}

type SessionInput = { readonly field: string; readonly body: Readonly<Record<string, unknown>>; readonly context: CredentialContext }

function readSession(reader: FormReader, { field, body, context }: SessionInput) {
  const name = reader.text(join(field, 'sessionName'), body['sessionName'], sessionName)
  const durationSeconds = readDuration(reader, join(field, 'durationSeconds'), { value: body['durationSeconds'], context })
  const externalId = readExternalId(reader, join(field, 'externalId'), { value: body['externalId'], complete: context.complete })
  return name === undefined || durationSeconds === undefined || externalId === undefined
    ? undefined
    : { sessionName: name, durationSeconds, externalId }
}

function readDuration(
  reader: FormReader,
  field: string,
  { value, context }: { value: unknown; context: CredentialContext },
): number | undefined {
  if (value === undefined && !context.complete) return durationDefaultSeconds
  const seconds = reader.integer(field, value, {
    min: durationMinSeconds,
    max: durationMaxSeconds,
    fix: 'Seconds; 3600 suits almost everyone.',
  })
  if (seconds === undefined || context.callerKind !== 'role' || seconds <= chainedDurationMaxSeconds) return seconds
  return reader.fail(field, {
    rule: `must be at most ${chainedDurationMaxSeconds} because the caller is itself a role`,
    fix: 'AWS limits a role assumed from a role (role chaining) to one hour, whatever the role allows. Reeve renews sessions by itself.',
    value: seconds,
  })
}

function readExternalId(
  reader: FormReader,
  field: string,
  { value, complete }: { value: unknown; complete: boolean },
): string | null | undefined {
  if (value === null || (value === undefined && !complete)) return null
  return reader.text(field, value, externalIdRule)
}

/** What is allowed but unwise. */
export function credentialWarnings({ caller, organizationRole, memberRole }: OrganizationCredentials): Warning[] {
  const warnings: Warning[] = []
  if (caller.kind === 'stored_keys') {
    warnings.push({
      code: 'stored_keys',
      message:
        'Long-term keys of an IAM user will be stored (encrypted). Keys leak and are rarely rotated; prefer a role for the server and remove the keys.',
    })
  }
  const open = [
    organizationRole.externalId === null && 'the organization role',
    memberRole.externalId === null && 'the member role',
  ].filter((name) => name !== false)
  if (open.length > 0) {
    warnings.push({
      code: 'external_id_missing',
      message: `No ExternalId for ${open.join(' and ')}: anyone who may use this installation's caller elsewhere could point it at your accounts (the confused deputy). The kit generates one.`,
    })
  }
  return warnings
}
