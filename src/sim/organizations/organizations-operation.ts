import { defineOperation, type Authorization, type Caller, type Constraint, type Operation } from '../define-operation.ts'
import type { SimulatedAws } from '../state.ts'
import { organizationArn } from './arns.ts'
import { delegableActions } from './delegation-policy.ts'
import { organizationsError } from './errors.ts'
import { settle } from './membership.ts'
import { findOrganizationOf, organizationsState, type OrganizationRecord } from './state.ts'

/**
 * Who may call, beside the management account: `reader` = delegated administrators of any service as well, `member` = every account of
 * the organization. For `management` and `reader`, the resource-based delegation policy can let a member in.
 */
export type Access = 'management' | 'reader' | 'member'

export type Scene = {
  readonly aws: SimulatedAws
  readonly caller: Caller
  readonly organization: OrganizationRecord
  /** Milliseconds. */
  readonly now: number
}

type Spec<Input> = {
  readonly name: string
  readonly access: Access
  readonly constraints?: Readonly<Record<string, Constraint>>
  /** ARNs to authorize; all of them must be allowed. Absent = `*`. */
  readonly resources?: (organization: OrganizationRecord, input: Input) => readonly string[]
  /** Service-specific condition keys: `organizations:PolicyType`, `organizations:ServicePrincipal`. */
  readonly context?: (organization: OrganizationRecord, input: Input) => Readonly<Record<string, string>>
  readonly handle: (scene: Scene, input: Input) => object
}

/** An operation that needs an organization around its caller; checks the caller rules, then the state as it is now. */
export function organizationsOperation<Input>(spec: Spec<Input>): Operation<Input> {
  const action = `organizations:${spec.name}`
  return defineOperation<Input>({
    name: spec.name,
    ...(spec.constraints !== undefined && { constraints: spec.constraints }),
    authorize: ({ aws, caller, input }) => {
      const organization = findOrganizationOf(aws, caller.accountId)
      if (organization === undefined) return { action, resource: '*' }
      const context = spec.context?.(organization, input) ?? {}
      const gate = gateOf(organization, caller.accountId, spec)
      const side =
        gate === 'delegation'
          ? { resourceAccountId: organization.managementAccountId, resourcePolicy: organization.resourcePolicy?.content ?? {} }
          : { resourceAccountId: caller.accountId }
      const resources = spec.resources?.(organization, input) ?? ['*']
      return resources.map((resource): Authorization => ({
        action,
        resource: gate === 'delegation' && resource === '*' ? anyOf(organization) : resource,
        context,
        ...side,
      }))
    },
    handle: ({ aws, caller, input }) => {
      const organization = findOrganizationOf(aws, caller.accountId)
      if (organization === undefined) throw organizationsError('AWSOrganizationsNotInUseException')
      if (gateOf(organization, caller.accountId, spec) === 'closed') throw organizationsError('AccessDeniedException')
      settle(aws, organization)
      return spec.handle({ aws, caller, organization, now: aws.now() }, input)
    },
  })
}

/** What `Resource: "*"` operations are asked about across accounts: the organization itself, which only `*` or its own ARN matches. */
function anyOf(organization: OrganizationRecord): string {
  return organizationArn(organization)
}

/** Which rule lets an account in: its place in the organization, the delegation policy (which then decides), or none. */
function gateOf(
  organization: OrganizationRecord,
  accountId: string,
  spec: { readonly name: string; readonly access: Access },
): 'place' | 'delegation' | 'closed' {
  if (spec.access === 'member' || accountId === organization.managementAccountId) return 'place'
  if (spec.access === 'reader' && organization.delegated.has(accountId)) return 'place'
  const isDelegable = delegableActions.has(`organizations:${spec.name}`.toLowerCase())
  return isDelegable && organization.resourcePolicy !== undefined ? 'delegation' : 'closed'
}

export type AccountScene = { readonly aws: SimulatedAws; readonly caller: Caller; readonly now: number }
type AccountSpec<Input> = Pick<Spec<Input>, 'name' | 'constraints'> & {
  /** Further actions the caller needs, given its own state: accepting an invitation while a member needs LeaveOrganization too. */
  readonly alsoNeeds?: (scene: Pick<AccountScene, 'aws' | 'caller'>, input: Input) => readonly string[]
  readonly handle: (scene: AccountScene, input: Input) => object
}

/** An operation that an account may call without an organization: creating one, and handshakes sent to it. */
export function accountOperation<Input>(spec: AccountSpec<Input>): Operation<Input> {
  return defineOperation<Input>({
    name: spec.name,
    ...(spec.constraints !== undefined && { constraints: spec.constraints }),
    authorize: ({ aws, caller, input }) =>
      [`organizations:${spec.name}`, ...(spec.alsoNeeds?.({ aws, caller }, input) ?? [])].map((action) => ({
        action,
        resource: '*',
        resourceAccountId: caller.accountId,
      })),
    handle: ({ aws, caller, input }) => {
      for (const organization of organizationsState(aws).organizations.values()) settle(aws, organization)
      return spec.handle({ aws, caller, now: aws.now() }, input)
    },
  })
}
