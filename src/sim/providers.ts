import type { NamedDocument, PolicyLevel } from '#iam/types.ts'
import type { Caller } from './define-operation.ts'
import { defineProvider } from './state.ts'

/** What policy evaluation needs to know of an account's place. `version` changes whenever anything in it may have changed. */
export type OrganizationView = {
  readonly id: string
  readonly managementAccountId: string
  /** As `aws:PrincipalOrgPaths` has it: `o-…/r-…/ou-…/`, ending with a slash, without the account id. */
  readonly path: string
  /** Root → account; absent while the policy type is not enabled. Names of policies are their ARNs. */
  readonly scp?: readonly PolicyLevel[]
  readonly rcp?: readonly PolicyLevel[]
  readonly version: string | number
}

/** The organizations service answers; `undefined` for an account in no organization. */
export const organizationProvider = defineProvider<(accountId: string) => OrganizationView | undefined>('organizationOf', () => undefined)

/** `false` for an account that is closed or suspended: its credentials stop working. The organizations service answers. */
export const accountActiveProvider = defineProvider<(accountId: string) => boolean>('accountActive', () => true)

/** Whether an opt-in Region is enabled in an account. The account service answers; Regions that need no opt-in are never asked about. */
export const regionEnabledProvider = defineProvider<(accountId: string, region: string) => boolean>('regionEnabled', () => false)

/** Policies of a signed-in principal. Names are ARNs for managed policies, plain names for inline ones. IAM answers. */
export type PrincipalPolicies = {
  readonly identity: readonly NamedDocument[]
  readonly boundary?: readonly NamedDocument[]
  readonly session?: readonly NamedDocument[]
  readonly tags: Readonly<Record<string, string>>
  readonly version: string | number
}
export const principalPoliciesProvider = defineProvider<(caller: Caller) => PrincipalPolicies | undefined>(
  'principalPolicies',
  () => undefined,
)

/** Opens a new account's IAM: makes the role that CreateAccount promises, trusting the management account. IAM answers. */
export type NewAccount = { readonly accountId: string; readonly managementAccountId: string; readonly roleName: string }
export const openAccountProvider = defineProvider<(account: NewAccount) => void>('openAccount', () => {})

/** Makes the role of an AWS service in an account, as Organizations does when an organization begins. IAM answers. */
export const serviceLinkedRoleProvider = defineProvider<(accountId: string, servicePrincipal: string) => void>(
  'serviceLinkedRole',
  () => {},
)
