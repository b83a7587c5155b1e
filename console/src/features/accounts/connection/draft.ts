import type { AccountConnection, AccountConnectionEditInput, AccountFormInput } from '../../../api/operations.gen.ts'
import { type CallerDraft, toCaller } from '../../organizations/draft.ts'

/** The form of a single account as typed. */
export type AccountDraft = CallerDraft & {
  /** `self`: the account that Reeve runs in, reached without a role. */
  readonly way: 'role' | 'self'
  readonly accountId: string
  readonly roleName: string
  readonly roleArn: string
  readonly sessionName: string
  readonly duration: string
  readonly externalId: string
  readonly name: string
  readonly strategy: string
  readonly badges: readonly { readonly key: string; readonly value: string }[]
}

export const emptyDraft: AccountDraft = {
  way: 'role',
  accountId: '',
  roleName: 'reeve-member',
  roleArn: '',
  sessionName: 'Reeve',
  duration: '3600',
  externalId: '',
  callerKind: 'default',
  profile: '',
  accessKeyId: '',
  secretAccessKey: '',
  name: '',
  strategy: 'standard',
  badges: [],
}

export const draftShape = { empty: emptyDraft, secrets: ['externalId', 'secretAccessKey'] as const }

/** What is stored and not secret, to begin an edit from; ExternalId and keys have to be entered again. */
export function draftOf({ name, accountId, harvestingStrategy, credentials: { caller, role } }: AccountConnection): AccountDraft {
  return {
    ...emptyDraft,
    way: role === null ? 'self' : 'role',
    accountId,
    name,
    strategy: harvestingStrategy,
    callerKind: caller.kind,
    profile: caller.profile ?? '',
    accessKeyId: caller.accessKeyId ?? '',
    ...(role === null ? {} : { roleArn: role.arn, sessionName: role.sessionName, duration: String(role.durationSeconds) }),
  }
}

/** The draft as the API takes it. What is required is sent even when empty, so that the server names every fault at once. */
export function toForm(draft: AccountDraft): AccountFormInput {
  const { accountId, name, strategy, badges } = draft
  return {
    ...(accountId.trim() === '' ? {} : { accountId: accountId.trim() }),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    credentials: toCredentials(draft),
    harvestingStrategy: strategy as 'standard',
    badges: badges.map(({ key, value }) => ({ key: key.trim(), value: value.trim() })),
  }
}

function toCredentials(draft: AccountDraft): AccountFormInput['credentials'] {
  const { way, roleArn, sessionName, duration, externalId } = draft
  const role = {
    arn: roleArn.trim(),
    sessionName: sessionName.trim(),
    durationSeconds: Number(duration),
    externalId: externalId.trim() === '' ? null : externalId.trim(),
  }
  return { caller: toCaller(draft), role: way === 'self' ? null : role }
}

/** Only what was changed. Credentials go all together or not at all. */
export function toEdit(base: AccountConnection, draft: AccountDraft, withCredentials: boolean): AccountConnectionEditInput {
  return {
    ...(draft.name.trim() === base.name ? {} : { name: draft.name.trim() }),
    ...(draft.strategy === base.harvestingStrategy ? {} : { harvestingStrategy: draft.strategy as 'standard' }),
    ...(withCredentials ? { credentials: toCredentials(draft) } : {}),
  }
}

export const fieldLabels: Readonly<Record<string, string>> = {
  accountId: 'Account ID',
  name: 'Name',
  roleName: 'Name of the role to make',
  'credentials.role': 'Role',
  'credentials.role.arn': 'ARN of the role',
  'credentials.role.sessionName': 'Session name',
  'credentials.role.durationSeconds': 'Session length',
  'credentials.role.externalId': 'ExternalId',
  'credentials.caller': 'Caller',
  'credentials.caller.kind': 'Caller',
  'credentials.caller.profile': 'Profile',
  'credentials.caller.accessKeyId': 'Access key ID',
  'credentials.caller.secretAccessKey': 'Secret access key',
  harvestingStrategy: 'What is read',
  badges: 'Badges',
}

/** The ARN that the role will have, as one types: in the caller's partition, for an account of twelve digits. */
export function exampleArn({ accountId, roleName }: Pick<AccountDraft, 'accountId' | 'roleName'>, partition: string): string {
  const account = /^\d{12}$/.test(accountId.trim()) ? accountId.trim() : '111122223333'
  return `arn:${partition}:iam::${account}:role/${roleName.trim() === '' ? '…' : roleName.trim()}`
}

const partitionNames: Readonly<Record<string, string>> = {
  aws: 'AWS',
  'aws-cn': 'AWS in China',
  'aws-us-gov': 'AWS GovCloud (US)',
  'aws-eusc': 'AWS European Sovereign Cloud',
}

/** The partition that an ARN, or the beginning of one, names; in AWS's words where it has some. */
export function partitionOf(arn: string): string | undefined {
  const id = /^arn:(aws[a-z-]*):/.exec(arn.trim())?.[1]
  return id === undefined ? undefined : partitionName(id)
}

export function partitionName(id: string): string {
  return partitionNames[id] === undefined ? id : `${partitionNames[id]} (${id})`
}
