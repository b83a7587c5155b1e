import type { CreateOpenIDConnectProviderRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { alreadyExists } from '../errors.ts'
import { iamArn, onOwn, ownIam } from '../requests.ts'

export const createOpenIdConnectProvider = defineOperation<CreateOpenIDConnectProviderRequest>({
  name: 'CreateOpenIDConnectProvider',
  constraints: { Url: { length: [1, 255] } },
  authorize: onOwn('CreateOpenIDConnectProvider', 'oidc-provider/*'),
  handle(call) {
    const { Url, ClientIDList, ThumbprintList } = call.input
    const arn = iamArn(call, `oidc-provider/${Url!.replace(/^https?:\/\//, '').replace(/\/$/, '')}`)
    const { oidcProviders } = ownIam(call)
    if (oidcProviders.has(arn)) throw alreadyExists('Provider', Url!)
    oidcProviders.set(arn, { arn, url: Url!, clientIds: ClientIDList ?? [], thumbprints: ThumbprintList ?? [], createdAt: call.aws.now() })
    return { OpenIDConnectProviderArn: arn }
  },
})
