import type { CreateAccountAliasRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { onOwn, ownIam } from '../requests.ts'

/** An account has one alias; a new one takes the old one's place. */
export const createAccountAlias = defineOperation<CreateAccountAliasRequest>({
  name: 'CreateAccountAlias',
  constraints: { AccountAlias: { pattern: /^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/, length: [3, 63] } },
  authorize: onOwn('CreateAccountAlias', '*'),
  handle(call) {
    const { aliases } = ownIam(call)
    aliases.clear()
    aliases.add(call.input.AccountAlias!)
    return {}
  },
})
