import type { ListAccountAliasesRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { iamPage, onOwn, ownIam } from '../requests.ts'

export const listAccountAliases = defineOperation<ListAccountAliasesRequest>({
  name: 'ListAccountAliases',
  authorize: onOwn('ListAccountAliases', '*'),
  handle(call) {
    const { items, rest } = iamPage([...ownIam(call).aliases], call.input, 'aliases')
    return { AccountAliases: items, ...rest }
  },
})
