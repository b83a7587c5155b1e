import type { PutAlternateContactCommandInput } from '@aws-sdk/client-account'
import { accountOperation } from '../account-operation.ts'
import { contactConstraints } from '../contacts.ts'
import { accountSettings } from '../state.ts'

export const putAlternateContact = accountOperation<PutAlternateContactCommandInput>({
  name: 'PutAlternateContact',
  constraints: contactConstraints,
  context: (input) => ({ 'account:AlternateContactTypes': input.AlternateContactType ?? '' }),
  handle: ({ aws, accountId }, input) => {
    const {
      AlternateContactType: type = 'OPERATIONS',
      Name: name = '',
      Title: title = '',
      EmailAddress: email = '',
      PhoneNumber: phone = '',
    } = input
    accountSettings(aws, accountId).contacts.set(type, { name, title, email, phone })
    return {}
  },
})
