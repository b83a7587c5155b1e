import type { ListCreateAccountStatusCommandInput } from '@aws-sdk/client-organizations'
import { maxResults } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readFiltered } from '../page-token.ts'
import { createAccountStatusShape } from '../shapes.ts'

export const listCreateAccountStatus = organizationsOperation<ListCreateAccountStatusCommandInput>({
  name: 'ListCreateAccountStatus',
  access: 'reader',
  constraints: { MaxResults: maxResults, 'States[]': { oneOf: ['IN_PROGRESS', 'SUCCEEDED', 'FAILED'] } },
  handle: ({ aws, organization }, input) => {
    const states = input.States ?? []
    const listing = { aws, organizationId: organization.id, operation: 'ListCreateAccountStatus', of: states.join() }
    const isAsked = (state: string | undefined) => states.length === 0 || states.some((asked) => asked === state)
    const { items, next } = readFiltered(
      organization.createRequests,
      { ...listing, keep: (request) => isAsked(createAccountStatusShape(request).State), key: ({ id }) => id },
      input,
    )
    return { CreateAccountStatuses: items.map(createAccountStatusShape), ...next }
  },
})
