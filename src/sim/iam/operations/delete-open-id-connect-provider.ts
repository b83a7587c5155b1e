import type { DeleteOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { ownIam } from '../requests.ts'

export const deleteOpenIdConnectProvider = defineOperation<DeleteOpenIDConnectProviderRequest>({
  name: 'DeleteOpenIDConnectProvider',
  authorize: (call) => ({ action: 'iam:DeleteOpenIDConnectProvider', resource: call.input.OpenIDConnectProviderArn! }),
  handle(call) {
    const { OpenIDConnectProviderArn: arn } = call.input
    if (!ownIam(call).oidcProviders.delete(arn!))
      throw new SimError('NoSuchEntityException', `OpenIDConnect Provider not found for arn ${arn}`)
    return {}
  },
})
