import { isReservedKey } from '#features/badges/index.ts'
import type { FieldError } from '#lib/app-error.ts'
import { FormReader, join, type TextRule } from '#lib/form-reader.ts'
import { idPatterns } from '#lib/ids.ts'
import { type CredentialContext, readCaller, readRoleArn, readSession } from '#platform/aws/credential-fields.ts'
import type { CallerIdentity } from '#platform/aws/door.ts'
import { parseRoleArn } from '#platform/aws/role-arn.ts'
import { type ConnectionCredentials, type ConnectionRole, defaultSessionName } from './connection.ts'
import { defaultHarvestingStrategy, harvestingStrategies, type HarvestingStrategy } from './harvesting-strategies.ts'

export type BadgePair = { readonly key: string; readonly value: string }
export type NewConnection = {
  /** Known unless the hosting account is added without saying its id. */
  readonly accountId: string | undefined
  readonly name: string | undefined
  readonly credentials: ConnectionCredentials
  readonly harvestingStrategy: HarvestingStrategy
  readonly badges: readonly BadgePair[]
}
export type ConnectionEdit = {
  readonly name?: string
  readonly credentials?: ConnectionCredentials
  readonly harvestingStrategy?: HarvestingStrategy
}
export type ParsedForm<Value> =
  | { readonly kind: 'valid'; readonly value: Value }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
export type FormContext = Pick<CredentialContext, 'callerKind' | 'storedKeysAllowed'>
/** `isCallerOptional`: the stored caller is the default one. */
export type EditContext = FormContext & { readonly accountId: string; readonly isCallerOptional: boolean }

const roleField = 'credentials.role'
/** AWS allows 50 tags on an account, and a hand-made badge may become a tag one day. */
const badgesMax = 50

const accountIdRule: TextRule = {
  pattern: idPatterns.account,
  rule: 'must be twelve digits',
  fix: 'Write the account id with its leading zeros, or leave it out: it stands in the ARN of the role.',
}
/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html */
const nameRule: TextRule = {
  pattern: /^(?=.*\S)[\u0020-\u007E]{1,50}$/,
  rule: 'must have 1 to 50 printable ASCII characters, as AWS allows for account names',
  fix: 'Leave it out to use the account id.',
}
const badgeKeyRule: TextRule = {
  pattern: /^(?=.*\S)\P{Cc}{1,128}$/u,
  rule: 'must have 1 to 128 characters, no control characters',
  fix: 'Badges keep to what AWS allows for tags.',
}
const badgeValueRule: TextRule = {
  pattern: /^\P{Cc}{0,256}$/u,
  rule: 'must have at most 256 characters, no control characters',
  fix: 'Badges keep to what AWS allows for tags.',
}

/** Reads the form of a new account (CONN-8, CONN-12). Every error at once, each with field, value, rule and what to do; secrets hidden. */
export function parseConnectionForm(input: unknown, context: FormContext): ParsedForm<NewConnection> {
  const reader = new FormReader()
  const body = reader.object('', input, ['accountId', 'name', 'credentials', 'harvestingStrategy', 'badges'])
  if (body === undefined) return { kind: 'invalid', errors: reader.errors }
  const accountId = optionalText(reader, { field: 'accountId', value: body['accountId'] }, accountIdRule)
  const name = optionalText(reader, { field: 'name', value: body['name'] }, nameRule)
  const credentials = readCredentials(reader, body['credentials'], { ...context, complete: false, defaultSessionName })
  const ofRole = accountOfRole(credentials?.role)
  if (accountId !== undefined && ofRole !== undefined && accountId !== ofRole) {
    reader.fail('accountId', {
      rule: `must be the account of the role, ${ofRole}`,
      fix: 'Correct one of the two, or leave the account id out.',
      value: accountId,
    })
  }
  const harvestingStrategy = readStrategy(reader, body['harvestingStrategy']) ?? defaultHarvestingStrategy
  const badges = readBadges(reader, body['badges'])
  if (credentials === undefined || reader.errors.length > 0) return { kind: 'invalid', errors: reader.errors }
  return { kind: 'valid', value: { accountId: ofRole ?? accountId, name, credentials, harvestingStrategy, badges } }
}

/** Reads an edit: absent fields keep what is stored; `credentials`, when present, must be complete and lead to the same account. */
export function parseConnectionEdit(input: unknown, context: EditContext): ParsedForm<ConnectionEdit> {
  const reader = new FormReader()
  const body = reader.object('', input, ['name', 'credentials', 'harvestingStrategy'])
  if (body === undefined) return { kind: 'invalid', errors: reader.errors }
  const name = optionalText(reader, { field: 'name', value: body['name'] }, nameRule)
  const credentials =
    body['credentials'] === undefined ? undefined : readCredentials(reader, body['credentials'], { ...context, complete: true })
  const ofRole = accountOfRole(credentials?.role)
  if (ofRole !== undefined && ofRole !== context.accountId) {
    reader.fail(join(roleField, 'arn'), {
      rule: `must be a role of account ${context.accountId}`,
      fix: `This one is of ${ofRole}; add that account on its own.`,
      value: credentials?.role?.arn,
    })
  }
  const harvestingStrategy = readStrategy(reader, body['harvestingStrategy'])
  if (reader.errors.length > 0) return { kind: 'invalid', errors: reader.errors }
  const value = {
    ...(name !== undefined && { name }),
    ...(credentials !== undefined && { credentials }),
    ...(harvestingStrategy !== undefined && { harvestingStrategy }),
  }
  return { kind: 'valid', value }
}

/** The caller that a form names, if that much of it holds; the rest of the form may be wrong. */
export function peekCaller(input: unknown, storedKeysAllowed: boolean): CallerIdentity | undefined {
  const { credentials } = (input ?? {}) as { readonly credentials?: { readonly caller?: unknown } | null }
  const at = { field: 'credentials.caller', value: credentials?.caller }
  return readCaller(new FormReader(), at, { complete: false, storedKeysAllowed, callerKind: 'unknown' })
}

function readCredentials(reader: FormReader, input: unknown, context: CredentialContext): ConnectionCredentials | undefined {
  const body = reader.object('credentials', input, ['caller', 'role'])
  if (body === undefined) return undefined
  const caller = readCaller(reader, { field: 'credentials.caller', value: body['caller'] }, context)
  const callerKind = caller?.kind === 'stored_keys' ? 'user' : context.callerKind
  const role = body['role'] === null ? null : readRole(reader, body['role'], { ...context, callerKind })
  return caller === undefined || role === undefined ? undefined : { caller, role }
}

function readRole(reader: FormReader, input: unknown, context: CredentialContext): ConnectionRole | undefined {
  if (input === undefined)
    return reader.fail(roleField, {
      rule: 'is required; the role to assume in the account, or null',
      fix: 'null means the account that hosts Reeve, reached as the caller itself.',
    })
  const body = reader.object(roleField, input, ['arn', 'sessionName', 'durationSeconds', 'externalId'])
  if (body === undefined) return undefined
  const arn = readRoleArn(reader, { field: join(roleField, 'arn'), value: body['arn'] })
  const session = readSession(reader, { field: roleField, body }, context)
  return arn === undefined || session === undefined ? undefined : { arn, ...session }
}

function readStrategy(reader: FormReader, value: unknown): HarvestingStrategy | undefined {
  if (value === undefined) return undefined
  const known = harvestingStrategies.find((name) => name === value)
  return (
    known ??
    reader.fail('harvestingStrategy', {
      rule: `must be one of: ${harvestingStrategies.join(', ')}`,
      fix: `Leave it out for "${defaultHarvestingStrategy}".`,
      value,
    })
  )
}

function readBadges(reader: FormReader, value: unknown): BadgePair[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    reader.fail('badges', { rule: 'must be a list', fix: 'Give a list of {"key", "value"}, empty for none.', value })
    return []
  }
  if (value.length > badgesMax) reader.fail('badges', { rule: `has at most ${badgesMax} entries`, fix: `It has ${value.length}.` })
  const badges = new Map<string, BadgePair>()
  for (const [index, entry] of value.slice(0, badgesMax).entries()) {
    const badge = readBadge(reader, `badges[${index}]`, entry)
    if (badge === undefined) continue
    if (badges.has(badge.key))
      reader.fail(`badges[${index}].key`, {
        rule: 'must not repeat an earlier key',
        fix: 'An account has one value per key.',
        value: badge.key,
      })
    badges.set(badge.key, badge)
  }
  return [...badges.values()]
}

function readBadge(reader: FormReader, field: string, entry: unknown): BadgePair | undefined {
  const body = reader.object(field, entry, ['key', 'value'])
  if (body === undefined) return undefined
  const key = reader.text(join(field, 'key'), body['key'], badgeKeyRule)
  const value = reader.text(join(field, 'value'), body['value'], badgeValueRule)
  if (key !== undefined && isReservedKey(key))
    return reader.fail(join(field, 'key'), { rule: 'must not be a key that Reeve keeps itself', fix: 'Choose another one.', value: key })
  return key === undefined || value === undefined ? undefined : { key, value }
}

function optionalText(reader: FormReader, { field, value }: { readonly field: string; readonly value: unknown }, rule: TextRule) {
  return value === undefined ? undefined : reader.text(field, value, rule)
}

function accountOfRole(role: ConnectionRole | null | undefined): string | undefined {
  const parsed = role === null || role === undefined ? undefined : parseRoleArn(role.arn)
  return parsed?.kind === 'ok' ? parsed.arn.accountId : undefined
}
