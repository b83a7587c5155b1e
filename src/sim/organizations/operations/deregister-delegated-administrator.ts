import type { DeregisterDelegatedAdministratorCommandInput } from '@aws-sdk/client-organizations'
import { accountArn } from '../arns.ts'
import { ids, servicePrincipal } from '../constraints.ts'
import { deregisterAdministrator } from '../delegation.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const deregisterDelegatedAdministrator = organizationsOperation<DeregisterDelegatedAdministratorCommandInput>({
  name: 'DeregisterDelegatedAdministrator',
  access: 'management',
  constraints: { AccountId: ids.account, ServicePrincipal: servicePrincipal },
  resources: (organization, input) => [accountArn(organization, input.AccountId ?? '')],
  context: (_, input) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal ?? '' }),
  handle: ({ organization }, input) => {
    deregisterAdministrator(organization, input.AccountId ?? '', input.ServicePrincipal ?? '')
    return {}
  },
})
