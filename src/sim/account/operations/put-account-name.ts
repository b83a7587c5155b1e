import type { PutAccountNameCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { organizationsState } from '../../organizations/state.ts'
import { accountOperation } from '../account-operation.ts'

export const putAccountName = accountOperation<PutAccountNameCommandInput>({
  name: 'PutAccountName',
  constraints: { AccountName: { length: [1, 50], pattern: /^[\u0020-\u003B\u003D\u003F-\u007E]+$/ } },
  handle: ({ aws, accountId }, input) => {
    const account = organizationsState(aws).accounts.get(accountId)
    if (account === undefined || input.AccountName === undefined) throw new SimError('ResourceNotFoundException', 'No account found.')
    account.name = input.AccountName
    return {}
  },
})
