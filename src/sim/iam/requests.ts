import type { Authorization, Constraint, OperationCall } from '../define-operation.ts'
import { SimError } from '../define-operation.ts'
import { pageOf } from '../paging.ts'
import { getRole, getUser } from './errors.ts'
import { type IamAccount, iamOf, type PrincipalRecord } from './state.ts'

export type UserOrRole = { readonly UserName?: string | undefined; readonly RoleName?: string | undefined }
export type Paged = { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined }

const name = /^[\w+=,.@-]+$/
/** Limits of members that many operations share, from the IAM API reference. */
export const common = {
  UserName: { pattern: name, length: [1, 64] },
  RoleName: { pattern: name, length: [1, 64] },
  PolicyName: { pattern: name, length: [1, 128] },
  PolicyArn: { length: [20, 2048] },
  PolicyDocument: { length: [1, 131_072] },
  Path: { pattern: /^(\u002F)|(\u002F[\u0021-\u007E]+\u002F)$/, length: [1, 512] },
  MaxItems: { range: [1, 1000] },
  MaxSessionDuration: { range: [3600, 43_200] },
  TagKey: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, length: [1, 128] },
  TagValue: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, length: [0, 256] },
} as const satisfies Record<string, Constraint>

/** IAM of the caller's own account. */
export function ownIam({ aws, caller }: OperationCall<never> | OperationCall<object>): IamAccount {
  return iamOf(aws, caller.accountId)
}

/** The user or role that a request names; a request for a user without a name means the caller. */
export function principalOf(call: OperationCall<UserOrRole>): PrincipalRecord {
  const iam = ownIam(call)
  if (call.input.RoleName !== undefined) return getRole(iam, call.input.RoleName)
  return getUser(iam, call.input.UserName ?? callersUser(call))
}

function callersUser({ caller }: OperationCall<UserOrRole>): string {
  const user = caller.kind === 'user' ? caller.entityPath?.split('/').at(-1) : undefined
  if (user === undefined)
    throw new SimError('ValidationError', 'Must specify userName when calling with non-User credentials', { status: 400 })
  return user
}

/** The question to the policy engine for a call that acts on one user or role. */
export function onPrincipal(action: string): (call: OperationCall<UserOrRole>) => Authorization {
  return (call) => {
    const { RoleName: roleName, UserName: userName } = call.input
    const iam = ownIam(call)
    const record = roleName === undefined ? iam.users.get(userName ?? '') : iam.roles.get(roleName)
    const fallback = roleName === undefined ? `user/${userName ?? call.caller.entityPath ?? ''}` : `role/${roleName}`
    return { action: `iam:${action}`, resource: record?.arn ?? iamArn(call, fallback) }
  }
}

/** For calls that act on the account, or on a kind of thing: `user/*`. */
export function onOwn(action: string, resource: string): (call: OperationCall<object>) => Authorization {
  return (call) => ({ action: `iam:${action}`, resource: resource === '*' ? '*' : iamArn(call, resource) })
}

export function onPolicy(action: string): (call: OperationCall<{ readonly PolicyArn?: string | undefined }>) => Authorization {
  return (call) => ({ action: `iam:${action}`, resource: call.input.PolicyArn ?? '*' })
}

export function iamArn({ aws, caller }: OperationCall<object>, resource: string): string {
  return `arn:${aws.settings.partition}:iam::${caller.accountId}:${resource}`
}

/** One page as IAM words it. */
export function iamPage<Item>(
  all: readonly Item[],
  { Marker, MaxItems }: Paged,
  scope: string,
): { readonly items: readonly Item[]; readonly rest: { readonly IsTruncated: boolean; readonly Marker?: string } } {
  const page = pageOf(all, { scope, token: Marker, size: MaxItems ?? 100 })
  if (page === 'invalid_token') throw new SimError('ValidationError', 'Invalid Marker: it does not belong to this request', { status: 400 })
  return { items: page.items, rest: page.nextToken === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: page.nextToken } }
}

export function underPath<Item extends { readonly path: string }>(items: Iterable<Item>, prefix: string | undefined): Item[] {
  return [...items].filter((item) => item.path.startsWith(prefix ?? '/'))
}
