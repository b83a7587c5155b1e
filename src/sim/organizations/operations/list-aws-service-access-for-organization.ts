import type { ListAWSServiceAccessForOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { maxResults } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'

export const listAwsServiceAccessForOrganization = organizationsOperation<ListAWSServiceAccessForOrganizationCommandInput>({
  name: 'ListAWSServiceAccessForOrganization',
  access: 'reader',
  constraints: { MaxResults: maxResults },
  handle: ({ aws, organization }, input) => {
    const listing = { aws, organizationId: organization.id, operation: 'ListAWSServiceAccessForOrganization' }
    const { items, next } = readPage(organization.serviceAccess, listing, input)
    return {
      EnabledServicePrincipals: items.map((access) => ({
        ServicePrincipal: access.servicePrincipal,
        DateEnabled: new Date(access.enabledAt),
      })),
      ...next,
    }
  },
})
