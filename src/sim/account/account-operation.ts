import { type Caller, type Constraint, defineOperation, type Operation, SimError } from '../define-operation.ts'
import { accountArn } from '../organizations/arns.ts'
import { findOrganizationOf, type OrganizationRecord } from '../organizations/state.ts'
import type { SimulatedAws } from '../state.ts'

const servicePrincipal = 'account.amazonaws.com'

export type AccountScene = { readonly aws: SimulatedAws; readonly accountId: string }

type Spec<Input> = {
  readonly name: string
  readonly constraints?: Readonly<Record<string, Constraint>>
  readonly context?: (input: Input) => Readonly<Record<string, string>>
  readonly handle: (scene: AccountScene, input: Input) => object
}

/**
 * An operation on the caller's own account (standalone context, without `AccountId`) or, from the management account or the service's
 * delegated administrator, on a member. The management account must leave its own id out, and a plain member may name no account at all.
 * https://docs.aws.amazon.com/accounts/latest/reference/using-orgs-trusted-access.html
 */
export function accountOperation<Input extends { readonly AccountId?: string | undefined }>(spec: Spec<Input>): Operation<Input> {
  const action = `account:${spec.name}`
  return defineOperation<Input>({
    name: spec.name,
    constraints: { AccountId: { pattern: /^\d{12}$/ }, ...spec.constraints },
    authorize: ({ aws, caller, input }) => {
      const organization = findOrganizationOf(aws, caller.accountId)
      const { AccountId: accountId } = input
      const standalone = `arn:${aws.settings.partition}:account::${caller.accountId}:account`
      const resource = accountId === undefined || organization === undefined ? standalone : organizationResource(organization, accountId)
      return { action, resource, resourceAccountId: caller.accountId, context: spec.context?.(input) ?? {} }
    },
    handle: ({ aws, caller, input }) => spec.handle({ aws, accountId: subjectOf({ aws, caller }, action, input.AccountId) }, input),
  })
}

function organizationResource(organization: OrganizationRecord, accountId: string): string {
  return accountArn(organization, accountId).replace(':organizations:', ':account:')
}

function subjectOf(
  { aws, caller }: { readonly aws: SimulatedAws; readonly caller: Caller },
  action: string,
  accountId: string | undefined,
): string {
  if (accountId === undefined) return caller.accountId
  const organization = findOrganizationOf(aws, caller.accountId)
  const refuse = (why = '') => new SimError('AccessDeniedException', `User: ${caller.arn} is not authorized to perform: ${action}${why}`)
  if (organization === undefined) throw refuse()
  const isManagement = caller.accountId === organization.managementAccountId
  const isDelegated = organization.delegated.get(caller.accountId)?.services.has(servicePrincipal) === true
  if (accountId === organization.managementAccountId)
    throw refuse(' (The management account can only be managed using the standalone context from the management account.)')
  if (!isManagement && !isDelegated) throw refuse()
  if (organization.featureSet !== 'ALL' || !organization.serviceAccess.has(servicePrincipal))
    throw refuse(' (Your organization must first enable trusted access with AWS Account Management.)')
  if (!organization.members.has(accountId)) throw refuse(' (The target account is not a member of your organization.)')
  return accountId
}
