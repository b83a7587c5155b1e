import type { EnableAWSServiceAccessCommandInput } from '@aws-sdk/client-organizations'
import { servicePrincipal } from '../constraints.ts'
import { enableServiceAccess } from '../delegation.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const enableAwsServiceAccess = organizationsOperation<EnableAWSServiceAccessCommandInput>({
  name: 'EnableAWSServiceAccess',
  access: 'management',
  constraints: { ServicePrincipal: servicePrincipal },
  context: (_, input) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal ?? '' }),
  handle: ({ organization, now }, input) => {
    enableServiceAccess(organization, input.ServicePrincipal ?? '', now)
    return {}
  },
})
