import type { ListChildrenCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids, maxResults } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { childrenOf, isParent } from '../tree.ts'

export const listChildren = organizationsOperation<ListChildrenCommandInput>({
  name: 'ListChildren',
  access: 'reader',
  constraints: { ParentId: ids.parent, ChildType: { oneOf: ['ACCOUNT', 'ORGANIZATIONAL_UNIT'] }, MaxResults: maxResults },
  resources: (organization, input) => [resourceArn(organization, input.ParentId ?? '')],
  handle: ({ aws, organization }, input) => {
    const { ParentId: parentId = '', ChildType: type } = input
    if (!isParent(organization, parentId)) throw organizationsError('ParentNotFoundException')
    const listing = { aws, organizationId: organization.id, operation: 'ListChildren', of: `${parentId}/${type}` }
    if (type === 'ACCOUNT') {
      const { items, next } = readPage(childrenOf(organization.accountsUnder, parentId), listing, input)
      return { Children: items.map(({ account }) => ({ Id: account.id, Type: type })), ...next }
    }
    const { items, next } = readPage(childrenOf(organization.unitsUnder, parentId), listing, input)
    return { Children: items.map(({ id }) => ({ Id: id, Type: type })), ...next }
  },
})
