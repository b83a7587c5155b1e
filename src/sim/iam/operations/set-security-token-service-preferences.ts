import type { SetSecurityTokenServicePreferencesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { onOwn, ownIam } from '../requests.ts'

export const setSecurityTokenServicePreferences = defineOperation<SetSecurityTokenServicePreferencesRequest>({
  name: 'SetSecurityTokenServicePreferences',
  constraints: { GlobalEndpointTokenVersion: { oneOf: ['v1Token', 'v2Token'] } },
  authorize: onOwn('SetSecurityTokenServicePreferences', '*'),
  handle(call) {
    ownIam(call).globalEndpointTokenVersion = call.input.GlobalEndpointTokenVersion === 'v2Token' ? 2 : 1
    return {}
  },
})
