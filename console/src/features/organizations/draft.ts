import type { OrganizationFormInput } from '../../api/operations.gen.ts'

/** Whose credentials Reeve uses to assume roles, as typed. */
export type CallerDraft = {
  readonly callerKind: 'default' | 'profile' | 'stored_keys'
  readonly profile: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The wizard's fields as typed. Secrets stay in memory, never in the browser's storage. */
export type Draft = CallerDraft & {
  readonly variant: 'management_account' | 'delegated_administrator'
  readonly orgRoleArn: string
  readonly orgSession: string
  readonly orgDuration: string
  readonly orgExternalId: string
  readonly memberName: string
  readonly memberSession: string
  readonly memberDuration: string
  readonly memberExternalId: string
  readonly nickname: string
  readonly excludePrefixes: readonly string[]
  readonly isScopeLimited: boolean
  readonly scopeOuIds: readonly string[]
  readonly autoRemoveSuspended: boolean
  readonly autoBadge: boolean
}

export const emptyDraft: Draft = {
  variant: 'management_account',
  orgRoleArn: '',
  orgSession: 'reeve',
  orgDuration: '3600',
  orgExternalId: '',
  memberName: 'Reeve-Member',
  memberSession: 'reeve',
  memberDuration: '3600',
  memberExternalId: '',
  callerKind: 'default',
  profile: '',
  accessKeyId: '',
  secretAccessKey: '',
  nickname: '',
  excludePrefixes: [],
  isScopeLimited: false,
  scopeOuIds: [],
  autoRemoveSuspended: false,
  autoBadge: true,
}

export const draftShape = { empty: emptyDraft, secrets: ['orgExternalId', 'memberExternalId', 'secretAccessKey'] as const }

/** The draft as the API takes it. Empty fields are sent as typed, so that the server names every fault at once. */
export function toForm(draft: Draft): OrganizationFormInput {
  return { provider: 'aws', credentials: toCredentials(draft), ...toSettings(draft) }
}

export function toCredentials(draft: Draft): NonNullable<OrganizationFormInput['credentials']> {
  return {
    caller: toCaller(draft),
    organizationRole: {
      arn: draft.orgRoleArn.trim(),
      sessionName: draft.orgSession.trim(),
      durationSeconds: Number(draft.orgDuration),
      externalId: orNull(draft.orgExternalId),
    },
    memberRole: {
      name: draft.memberName.trim(),
      sessionName: draft.memberSession.trim(),
      durationSeconds: Number(draft.memberDuration),
      externalId: orNull(draft.memberExternalId),
    },
  }
}

export function toCaller({ callerKind: kind, profile, accessKeyId, secretAccessKey }: CallerDraft) {
  return { kind, ...(kind === 'profile' ? { profile } : {}), ...(kind === 'stored_keys' ? { accessKeyId, secretAccessKey } : {}) }
}

export type Settings = Pick<Draft, 'nickname' | 'excludePrefixes' | 'isScopeLimited' | 'scopeOuIds' | 'autoRemoveSuspended' | 'autoBadge'>

export function toSettings({ nickname, excludePrefixes, isScopeLimited, scopeOuIds, autoRemoveSuspended, autoBadge }: Settings) {
  return {
    nickname: orNull(nickname),
    excludePrefixes: [...excludePrefixes],
    scopeOuIds: isScopeLimited ? [...scopeOuIds] : [],
    autoRemoveSuspended,
    autoBadge,
  }
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

/** The ARN that the member role will have, as one types: in the organization role's partition, for an account of twelve digits. */
export function exampleMemberArn({ orgRoleArn, memberName }: Pick<Draft, 'orgRoleArn' | 'memberName'>): string {
  const partition = /^arn:(aws[a-z-]*):/.exec(orgRoleArn.trim())?.[1] ?? 'aws'
  return `arn:${partition}:iam::111122223333:role/${memberName.trim() === '' ? '…' : memberName.trim()}`
}

export const fieldLabels: Readonly<Record<string, string>> = {
  'credentials.organizationRole.arn': 'ARN of the organization role',
  'credentials.organizationRole.sessionName': 'Session name of the organization role',
  'credentials.organizationRole.durationSeconds': 'Session length of the organization role',
  'credentials.organizationRole.externalId': 'ExternalId of the organization role',
  'credentials.memberRole.name': 'Name of the member role',
  'credentials.memberRole.sessionName': 'Session name of the member role',
  'credentials.memberRole.durationSeconds': 'Session length of the member role',
  'credentials.memberRole.externalId': 'ExternalId of the member role',
  'credentials.caller': 'Caller',
  'credentials.caller.kind': 'Caller',
  'credentials.caller.profile': 'Profile',
  'credentials.caller.accessKeyId': 'Access key ID',
  'credentials.caller.secretAccessKey': 'Secret access key',
  nickname: 'Nickname',
  excludePrefixes: 'Name prefixes to leave out',
  scopeOuIds: 'OUs to import',
  autoRemoveSuspended: 'Remove suspended accounts',
  autoBadge: 'Badges from tags',
}

/** The step of the wizard on which a field stands. */
export function stepOf(field: string): number {
  if (field.startsWith('credentials.organizationRole')) return 1
  if (field.startsWith('credentials.memberRole')) return 2
  return field.startsWith('credentials') ? 3 : 4
}
