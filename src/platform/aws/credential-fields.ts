import { type FormReader, join, type TextRule } from '#lib/form-reader.ts'
import type { CallerIdentity } from './door.ts'
import { parseRoleArn } from './role-arn.ts'
import { durationLimits, externalIdPattern, sessionNamePattern } from './role-chain.ts'

/** What a form must know of this installation to judge a caller and a session. */
export type CredentialContext = {
  /** What the caller turned out to be: a role can chain for an hour at most (ROLE-10). */
  readonly callerKind: 'role' | 'user' | 'unknown'
  readonly storedKeysAllowed: boolean
  /** Every field must be there, with null for no ExternalId: an edit replaces credentials as a whole (ORG-25). */
  readonly complete: boolean
  /** The default caller has no fields of its own, so an edit may leave it out where it is what is stored. */
  readonly isCallerOptional?: boolean
  /** Stands where a new form names none; required where there is no default. */
  readonly defaultSessionName?: string
}

export type FieldAt = { readonly field: string; readonly value: unknown }
export type SessionFields = { readonly sessionName: string; readonly durationSeconds: number; readonly externalId: string | null }

const sessionNameRule: TextRule = {
  pattern: sessionNamePattern,
  rule: 'must have 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -',
  fix: 'It names Reeve in the CloudTrail of every account; "reeve" will do.',
}
const externalIdRule: TextRule = {
  pattern: externalIdPattern,
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

/** Reads whose credentials assume roles. Wrong combinations are told apart from wrong values. */
export function readCaller(reader: FormReader, { field, value }: FieldAt, context: CredentialContext): CallerIdentity | undefined {
  if (value === undefined && (!context.complete || context.isCallerOptional === true)) return { kind: 'default' }
  const body = reader.object(field, value, ['kind', 'profile', 'accessKeyId', 'secretAccessKey'])
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
  if (kind === 'stored_keys') return readStoredKeys(reader, { field, body }, context)
  return reader.fail(join(field, 'kind'), {
    rule: 'must be default, profile or stored_keys',
    fix: 'Use default where the server has a role.',
    value: kind,
  })
}

type BodyAt = { readonly field: string; readonly body: Readonly<Record<string, unknown>> }

function readStoredKeys(reader: FormReader, { field, body }: BodyAt, { storedKeysAllowed }: CredentialContext): CallerIdentity | undefined {
  const kind = 'stored_keys'
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

/** Reads a role's ARN part by part (ROLE-13). */
export function readRoleArn(reader: FormReader, { field, value }: FieldAt, partitionIds?: readonly string[]): string | undefined {
  if (typeof value !== 'string' || value === '')
    return reader.fail(field, {
      rule: 'is required; the ARN of the role',
      fix: 'Copy it from the role in the IAM console.',
      ...(value !== undefined && value !== null && { value }),
    })
  const parsed = parseRoleArn(value, partitionIds)
  return parsed.kind === 'ok' ? value : reader.fail(field, { ...parsed.problem, value })
}

/** Reads session name, duration (ROLE-9, ROLE-10) and ExternalId of a role, all their errors together. */
export function readSession(reader: FormReader, { field, body }: BodyAt, context: CredentialContext): SessionFields | undefined {
  const given = context.complete ? body['sessionName'] : (body['sessionName'] ?? context.defaultSessionName)
  const sessionName = reader.text(join(field, 'sessionName'), given, sessionNameRule)
  const durationSeconds = readDuration(reader, { field: join(field, 'durationSeconds'), value: body['durationSeconds'] }, context)
  const externalId = readExternalId(reader, { field: join(field, 'externalId'), value: body['externalId'] }, context)
  return sessionName === undefined || durationSeconds === undefined || externalId === undefined
    ? undefined
    : { sessionName, durationSeconds, externalId }
}

function readDuration(reader: FormReader, { field, value }: FieldAt, context: CredentialContext): number | undefined {
  if (value === undefined && !context.complete) return durationLimits.default
  const { min, max, chained } = durationLimits
  const seconds = reader.integer(field, value, { min, max, fix: 'Seconds; 3600 suits almost everyone.' })
  if (seconds === undefined || context.callerKind !== 'role' || seconds <= chained) return seconds
  return reader.fail(field, {
    rule: `must be at most ${chained} because the caller is itself a role`,
    fix: 'AWS limits a role assumed from a role (role chaining) to one hour, whatever the role allows. Reeve renews sessions by itself.',
    value: seconds,
  })
}

function readExternalId(reader: FormReader, { field, value }: FieldAt, { complete }: CredentialContext): string | null | undefined {
  if (value === null || (value === undefined && !complete)) return null
  return reader.text(field, value, externalIdRule)
}
