import type { GetContactInformationCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { accountOperation } from '../account-operation.ts'
import { accountSettings } from '../state.ts'

export const getContactInformation = accountOperation<GetContactInformationCommandInput>({
  name: 'GetContactInformation',
  handle: ({ aws, accountId }) => {
    const { contact } = accountSettings(aws, accountId)
    if (contact === undefined) throw new SimError('ResourceNotFoundException', 'No contact information found for this account.')
    return { ContactInformation: contact }
  },
})
