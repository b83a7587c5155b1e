import type { RegisterDelegatedAdministratorCommandInput } from '@aws-sdk/client-organizations'
import { accountArn } from '../arns.ts'
import { ids, servicePrincipal } from '../constraints.ts'
import { registerAdministrator } from '../delegation.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const registerDelegatedAdministrator = organizationsOperation<RegisterDelegatedAdministratorCommandInput>({
  name: 'RegisterDelegatedAdministrator',
  access: 'management',
  constraints: { AccountId: ids.account, ServicePrincipal: servicePrincipal },
  resources: (organization, input) => [accountArn(organization, input.AccountId ?? '')],
  context: (_, input) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal ?? '' }),
  handle: ({ organization, now }, input) => {
    registerAdministrator(organization, { accountId: input.AccountId ?? '', servicePrincipal: input.ServicePrincipal ?? '' }, now)
    return {}
  },
})
