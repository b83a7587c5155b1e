import type { Caller } from '../define-operation.ts'
import type { NamedDocument } from '#iam/types.ts'
import { credentialStore } from '../credentials.ts'
import type { KeyPair } from '../define-world.ts'
import { defineState, type SimulatedAws } from '../state.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'

/** What users and roles share: inline policies by name, ARNs of attached ones, a boundary, tags. */
export type PrincipalRecord = {
  readonly kind: 'user' | 'role'
  readonly name: string
  /** Begins and ends with a slash. */
  readonly path: string
  readonly id: string
  readonly arn: string
  readonly createdAt: number
  readonly inline: Map<string, string>
  readonly attached: Set<string>
  readonly tags: Map<string, string>
  boundary?: string
}
export type UserRecord = PrincipalRecord & { readonly kind: 'user'; readonly accessKeys: Map<string, { readonly createdAt: number }> }
/** `bindings`: unique ids of the principals it names, found when it is first evaluated after being saved. */
export type TrustPolicy = { readonly text: string; bindings: ReadonlyMap<string, string> | undefined }
export type RoleRecord = PrincipalRecord & {
  readonly kind: 'role'
  trust: TrustPolicy
  description: string
  maxSessionDuration: number
  /** Service principal of a service-linked role. */
  readonly linkedTo?: string
}
export type PolicyVersion = { readonly id: string; readonly document: string; readonly createdAt: number }
export type PolicyRecord = {
  readonly arn: string
  readonly name: string
  readonly path: string
  readonly id: string
  readonly description: string
  readonly createdAt: number
  readonly versions: PolicyVersion[]
  defaultVersionId: string
}
export type OidcProvider = {
  readonly arn: string
  readonly url: string
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  readonly createdAt: number
}

/** IAM of one account. `version` moves with every change, so that compiled policies are known to be stale. */
export type IamAccount = {
  readonly accountId: string
  readonly users: Map<string, UserRecord>
  readonly roles: Map<string, RoleRecord>
  readonly policies: Map<string, PolicyRecord>
  readonly oidcProviders: Map<string, OidcProvider>
  readonly aliases: Set<string>
  globalEndpointTokenVersion: 1 | 2
  version: number
}

const iamState = defineState('iam', (_aws, accountId): IamAccount => ({
  accountId,
  users: new Map(),
  roles: new Map(),
  policies: new Map(),
  oidcProviders: new Map(),
  aliases: new Set(),
  globalEndpointTokenVersion: 1,
  version: 0,
}))

export function iamOf(aws: SimulatedAws, accountId: string): IamAccount {
  return aws.state(iamState, accountId)
}

/** IAM of an account that has any, without making it. */
export function findIam(aws: SimulatedAws, accountId: string): IamAccount | undefined {
  return aws.peek(iamState, accountId)
}

export type NewPrincipal = {
  readonly name: string
  readonly path?: string
  readonly inline?: Readonly<Record<string, object | string>>
  readonly attached?: readonly string[]
  readonly boundary?: string
  readonly tags?: Readonly<Record<string, string>>
  /** Defaults to now; worlds date their roles back, so that they are past IAM's propagation delay. */
  readonly createdAt?: number
}
export type NewRole = NewPrincipal & {
  readonly trust: object | string
  readonly description?: string
  readonly maxSessionDuration?: number
  readonly linkedTo?: string
}

export function addUser(aws: SimulatedAws, accountId: string, user: NewPrincipal): UserRecord {
  const record: UserRecord = { ...principal(aws, accountId, 'user', user), kind: 'user', accessKeys: new Map() }
  const iam = iamOf(aws, accountId)
  iam.users.set(user.name, record)
  iam.version += 1
  return record
}

export function addRole(aws: SimulatedAws, accountId: string, role: NewRole): RoleRecord {
  const record: RoleRecord = {
    ...principal(aws, accountId, 'role', role),
    kind: 'role',
    trust: { text: textOf(role.trust), bindings: undefined },
    description: role.description ?? '',
    maxSessionDuration: role.maxSessionDuration ?? 3600,
    ...(role.linkedTo === undefined ? {} : { linkedTo: role.linkedTo }),
  }
  const iam = iamOf(aws, accountId)
  iam.roles.set(role.name, record)
  iam.version += 1
  return record
}

/** Gives a user a pair of keys: these, or new ones from the seed. */
export function addAccessKey(aws: SimulatedAws, accountId: string, userName: string, keys?: KeyPair): KeyPair {
  const iam = iamOf(aws, accountId)
  const user = iam.users.get(userName)
  if (user === undefined) throw new Error(`No user ${userName} in ${accountId}`)
  const pair = keys ?? { accessKeyId: aws.ids.iam('AKIA'), secretAccessKey: aws.ids.secretAccessKey() }
  user.accessKeys.set(pair.accessKeyId, { createdAt: aws.now() })
  aws.state(credentialStore).set(pair.accessKeyId, { ...pair, caller: userCaller(accountId, user, pair.accessKeyId), active: true })
  return pair
}

/** Keys of an account's root user. */
export function addRootAccessKey(aws: SimulatedAws, accountId: string): KeyPair {
  const pair = { accessKeyId: aws.ids.iam('AKIA'), secretAccessKey: aws.ids.secretAccessKey() }
  const caller: Caller = {
    kind: 'root',
    accountId,
    arn: `arn:${aws.settings.partition}:iam::${accountId}:root`,
    userId: accountId,
    accessKeyId: pair.accessKeyId,
  }
  aws.state(credentialStore).set(pair.accessKeyId, { ...pair, caller, active: true })
  return pair
}

export function userCaller(accountId: string, user: UserRecord, accessKeyId: string): Caller {
  return { kind: 'user', accountId, arn: user.arn, userId: user.id, entityPath: `${user.path.slice(1)}${user.name}`, accessKeyId }
}

/** A policy's text by ARN: the account's own or one that AWS manages; undefined where there is none. */
export function findPolicyText(aws: SimulatedAws, iam: IamAccount, arn: string): string | undefined {
  const own = iam.policies.get(arn)
  if (own !== undefined) return own.versions.find((version) => version.id === own.defaultVersionId)?.document
  return awsManagedPolicies.get(arn.replace(`arn:${aws.settings.partition}:iam::aws:policy/`, ''))
}

/** The policies a principal acts under, under the names that denials show: ARNs where there are ARNs. */
export function policiesOf(
  aws: SimulatedAws,
  iam: IamAccount,
  record: PrincipalRecord,
): { readonly identity: NamedDocument[]; readonly boundary?: NamedDocument[] } {
  const identity: NamedDocument[] = [...record.inline].map(([name, document]) => ({ name, document }))
  for (const arn of record.attached) {
    const document = findPolicyText(aws, iam, arn)
    if (document !== undefined) identity.push({ name: arn, document })
  }
  if (record.boundary === undefined) return { identity }
  const boundary = findPolicyText(aws, iam, record.boundary)
  return { identity, boundary: boundary === undefined ? [] : [{ name: record.boundary, document: boundary }] }
}

function principal(aws: SimulatedAws, accountId: string, kind: 'user' | 'role', entity: NewPrincipal): PrincipalRecord {
  const path = entity.path ?? '/'
  return {
    kind,
    name: entity.name,
    path,
    id: aws.ids.iam(kind === 'user' ? 'AIDA' : 'AROA'),
    arn: `arn:${aws.settings.partition}:iam::${accountId}:${kind}${path}${entity.name}`,
    // IAM tells times to the second.
    createdAt: entity.createdAt ?? Math.floor(aws.now() / 1000) * 1000,
    inline: new Map(Object.entries(entity.inline ?? {}).map(([name, document]) => [name, textOf(document)])),
    attached: new Set(entity.attached),
    tags: new Map(Object.entries(entity.tags ?? {})),
    ...(entity.boundary === undefined ? {} : { boundary: entity.boundary }),
  }
}

function textOf(document: object | string): string {
  return typeof document === 'string' ? document : JSON.stringify(document)
}
