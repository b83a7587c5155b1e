import type { ListDelegatedAdministratorsCommandInput } from '@aws-sdk/client-organizations'
import { maxResults, servicePrincipal } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readFiltered } from '../page-token.ts'
import { delegatedAdministratorShape } from '../shapes.ts'

export const listDelegatedAdministrators = organizationsOperation<ListDelegatedAdministratorsCommandInput>({
  name: 'ListDelegatedAdministrators',
  access: 'reader',
  constraints: { ServicePrincipal: servicePrincipal, MaxResults: maxResults },
  context: (_, input) => (input.ServicePrincipal === undefined ? {} : { 'organizations:ServicePrincipal': input.ServicePrincipal }),
  handle: ({ aws, organization }, input) => {
    const { ServicePrincipal: service } = input
    const listing = { aws, organizationId: organization.id, operation: 'ListDelegatedAdministrators', of: service ?? '' }
    const { items, next } = readFiltered(
      organization.delegated,
      { ...listing, keep: ({ services }) => service === undefined || services.has(service), key: ({ accountId }) => accountId },
      input,
    )
    return { DelegatedAdministrators: items.map((delegated) => delegatedAdministratorShape(aws, organization, delegated)), ...next }
  },
})
