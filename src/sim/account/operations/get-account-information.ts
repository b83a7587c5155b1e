import type { GetAccountInformationCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { organizationsState } from '../../organizations/state.ts'
import { accountOperation } from '../account-operation.ts'

export const getAccountInformation = accountOperation<GetAccountInformationCommandInput>({
  name: 'GetAccountInformation',
  handle: ({ aws, accountId }) => {
    const account = organizationsState(aws).accounts.get(accountId)
    if (account === undefined) throw new SimError('ResourceNotFoundException', 'No account found.')
    return {
      AccountId: account.id,
      AccountName: account.name,
      AccountCreatedDate: new Date(account.createdAt),
      AccountState: account.state,
    }
  },
})
