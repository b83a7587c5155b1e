import type { GetAlternateContactCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { accountOperation } from '../account-operation.ts'
import { contactType } from '../contacts.ts'
import { accountSettings } from '../state.ts'

export const getAlternateContact = accountOperation<GetAlternateContactCommandInput>({
  name: 'GetAlternateContact',
  constraints: { AlternateContactType: contactType },
  context: (input) => ({ 'account:AlternateContactTypes': input.AlternateContactType ?? '' }),
  handle: ({ aws, accountId }, input) => {
    const { AlternateContactType: type } = input
    const contact = type === undefined ? undefined : accountSettings(aws, accountId).contacts.get(type)
    if (contact === undefined) throw new SimError('ResourceNotFoundException', 'No contact of the inputted alternate contact type found.')
    return {
      AlternateContact: {
        AlternateContactType: type,
        Name: contact.name,
        Title: contact.title,
        EmailAddress: contact.email,
        PhoneNumber: contact.phone,
      },
    }
  },
})
