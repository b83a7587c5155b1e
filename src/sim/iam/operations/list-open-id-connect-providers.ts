import { defineOperation } from '../../define-operation.ts'
import { onOwn, ownIam } from '../requests.ts'

export const listOpenIdConnectProviders = defineOperation<object>({
  name: 'ListOpenIDConnectProviders',
  authorize: onOwn('ListOpenIDConnectProviders', 'oidc-provider/*'),
  handle: (call) => ({ OpenIDConnectProviderList: [...ownIam(call).oidcProviders.keys()].map((Arn) => ({ Arn })) }),
})
