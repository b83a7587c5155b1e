import type { PutContactInformationCommandInput } from '@aws-sdk/client-account'
import { accountOperation } from '../account-operation.ts'
import { accountSettings } from '../state.ts'

export const putContactInformation = accountOperation<PutContactInformationCommandInput>({
  name: 'PutContactInformation',
  handle: ({ aws, accountId }, input) => {
    if (input.ContactInformation !== undefined) accountSettings(aws, accountId).contact = input.ContactInformation
    return {}
  },
})
