import type { DeleteAlternateContactCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { accountOperation } from '../account-operation.ts'
import { contactType } from '../contacts.ts'
import { accountSettings } from '../state.ts'

export const deleteAlternateContact = accountOperation<DeleteAlternateContactCommandInput>({
  name: 'DeleteAlternateContact',
  constraints: { AlternateContactType: contactType },
  context: (input) => ({ 'account:AlternateContactTypes': input.AlternateContactType ?? '' }),
  handle: ({ aws, accountId }, input) => {
    const { AlternateContactType: type } = input
    const existed = type !== undefined && accountSettings(aws, accountId).contacts.delete(type)
    if (!existed) throw new SimError('ResourceNotFoundException', 'No contact of the inputted alternate contact type found.')
    return {}
  },
})
