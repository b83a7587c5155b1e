import { FormReader, join } from '#lib/form-reader.ts'
import { type CredentialContext, readCaller, readRoleArn, readSession } from '#platform/aws/credential-fields.ts'
import type { CallerIdentity } from '#platform/aws/door.ts'
import { findRoleNameProblem, partitionsWithOrganizations } from '#platform/aws/role-arn.ts'

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
export type FormContext = Pick<CredentialContext, 'callerKind' | 'storedKeysAllowed' | 'isCallerOptional'>

/** Reads caller and both roles; `complete` demands every field, with null for no ExternalId (ORG-25). */
export function readCredentials(reader: FormReader, input: unknown, context: CredentialContext): OrganizationCredentials | undefined {
  const body = reader.object('credentials', input, ['caller', 'organizationRole', 'memberRole'])
  if (body === undefined) return undefined
  const caller = readCaller(reader, { field: 'credentials.caller', value: body['caller'] }, context)
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
  const at = { field: 'credentials.caller', value: credentials?.caller }
  return readCaller(new FormReader(), at, { complete: false, storedKeysAllowed, callerKind: 'unknown' })
}

function readOrgRole(reader: FormReader, input: unknown, context: CredentialContext): OrgRoleCredentials | undefined {
  const field = 'credentials.organizationRole'
  const body = reader.object(field, input, ['arn', 'sessionName', 'durationSeconds', 'externalId'])
  if (body === undefined) return undefined
  const arn = readRoleArn(reader, { field: join(field, 'arn'), value: body['arn'] }, partitionsWithOrganizations)
  const session = readSession(reader, { field, body }, context)
  return arn === undefined || session === undefined ? undefined : { arn, ...session }
}

function readMemberRole(reader: FormReader, input: unknown, context: CredentialContext): MemberRoleCredentials | undefined {
  const field = 'credentials.memberRole'
  const body = reader.object(field, input, ['name', 'sessionName', 'durationSeconds', 'externalId'])
  if (body === undefined) return undefined
  const name = readRoleName(reader, join(field, 'name'), body['name'])
  const session = readSession(reader, { field, body }, context)
  return name === undefined || session === undefined ? undefined : { name, ...session }
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
