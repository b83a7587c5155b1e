import type { ListDelegatedServicesForAccountCommandInput } from '@aws-sdk/client-organizations'
import { accountArn } from '../arns.ts'
import { ids, maxResults } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { getMember } from '../tree.ts'

export const listDelegatedServicesForAccount = organizationsOperation<ListDelegatedServicesForAccountCommandInput>({
  name: 'ListDelegatedServicesForAccount',
  access: 'reader',
  constraints: { AccountId: ids.account, MaxResults: maxResults },
  resources: (organization, input) => [accountArn(organization, input.AccountId ?? '')],
  handle: ({ aws, organization }, input) => {
    const { account } = getMember(organization, input.AccountId ?? '')
    const delegated = organization.delegated.get(account.id)
    if (delegated === undefined) throw organizationsError('AccountNotRegisteredException')
    const listing = { aws, organizationId: organization.id, operation: 'ListDelegatedServicesForAccount', of: account.id }
    const { items, next } = readPage(delegated.services, listing, input)
    return {
      DelegatedServices: items.map((service) => ({
        ServicePrincipal: service.servicePrincipal,
        DelegationEnabledDate: new Date(service.enabledAt),
      })),
      ...next,
    }
  },
})
