import type { CreateOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { serviceLinkedRoleProvider } from '../../providers.ts'
import { constraintError, organizationsError } from '../errors.ts'
import { joinOrganization } from '../membership.ts'
import { accountOperation } from '../organizations-operation.ts'
import { addAwsManagedPolicies } from '../policies.ts'
import { organizationShape } from '../shapes.ts'
import { emptyOrganization, organizationsState } from '../state.ts'

/** Makes an organization around an account in none. SCPs are available in it but enabled on its root only by EnablePolicyType. */
export const createOrganization = accountOperation<CreateOrganizationCommandInput>({
  name: 'CreateOrganization',
  constraints: { FeatureSet: { oneOf: ['ALL', 'CONSOLIDATED_BILLING'] } },
  handle: ({ aws, caller, now }, input) => {
    const state = organizationsState(aws)
    const account = state.accounts.get(caller.accountId)
    if (state.memberships.has(caller.accountId)) throw organizationsError('AlreadyInOrganizationException')
    if (account === undefined) throw constraintError('ACCOUNT_CREATION_NOT_COMPLETE')
    const organization = emptyOrganization({
      id: `o-${aws.ids.lower('o', 10)}`,
      partition: aws.settings.partition,
      rootId: `r-${aws.ids.lower('r', 4)}`,
      managementAccountId: caller.accountId,
      createdAt: now,
      featureSet: input.FeatureSet ?? 'ALL',
    })
    addAwsManagedPolicies(organization)
    state.organizations.set(organization.id, organization)
    joinOrganization(aws, organization, { account, method: 'INVITED' })
    aws.ask(serviceLinkedRoleProvider)(caller.accountId, 'organizations.amazonaws.com')
    return { Organization: organizationShape(organization) }
  },
})
