import type { ListAccountsCommandInput } from '@aws-sdk/client-organizations'
import { maxResults } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { accountShape } from '../shapes.ts'

export const listAccounts = organizationsOperation<ListAccountsCommandInput>({
  name: 'ListAccounts',
  access: 'reader',
  constraints: { MaxResults: maxResults },
  handle: ({ aws, organization }, input) => {
    const { items, next } = readPage(organization.members, { aws, organizationId: organization.id, operation: 'ListAccounts' }, input)
    return { Accounts: items.map((member) => accountShape(aws, organization, member)), ...next }
  },
})
