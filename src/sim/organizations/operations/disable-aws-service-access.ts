import type { DisableAWSServiceAccessCommandInput } from '@aws-sdk/client-organizations'
import { servicePrincipal } from '../constraints.ts'
import { disableServiceAccess } from '../delegation.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const disableAwsServiceAccess = organizationsOperation<DisableAWSServiceAccessCommandInput>({
  name: 'DisableAWSServiceAccess',
  access: 'management',
  constraints: { ServicePrincipal: servicePrincipal },
  context: (_, input) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal ?? '' }),
  handle: ({ organization }, input) => {
    disableServiceAccess(organization, input.ServicePrincipal ?? '')
    return {}
  },
})
