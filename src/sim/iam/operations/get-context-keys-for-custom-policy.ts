import type { GetContextKeysForCustomPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { contextKeysIn } from '../context-key-names.ts'
import { onOwn } from '../requests.ts'
import { inputPolicies } from '../simulate.ts'

export const getContextKeysForCustomPolicy = defineOperation<GetContextKeysForCustomPolicyRequest>({
  name: 'GetContextKeysForCustomPolicy',
  authorize: onOwn('GetContextKeysForCustomPolicy', '*'),
  handle: (call) => ({ ContextKeyNames: contextKeysIn(inputPolicies(call.input.PolicyInputList)) }),
})
