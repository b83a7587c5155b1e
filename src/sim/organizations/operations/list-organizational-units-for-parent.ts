import type { ListOrganizationalUnitsForParentCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids, maxResults } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { unitShape } from '../shapes.ts'
import { childrenOf, isParent } from '../tree.ts'

export const listOrganizationalUnitsForParent = organizationsOperation<ListOrganizationalUnitsForParentCommandInput>({
  name: 'ListOrganizationalUnitsForParent',
  access: 'reader',
  constraints: { ParentId: ids.parent, MaxResults: maxResults },
  resources: (organization, input) => [resourceArn(organization, input.ParentId ?? '')],
  handle: ({ aws, organization }, input) => {
    const parentId = input.ParentId ?? ''
    if (!isParent(organization, parentId)) throw organizationsError('ParentNotFoundException')
    const listing = { aws, organizationId: organization.id, operation: 'ListOrganizationalUnitsForParent', of: parentId }
    const { items, next } = readPage(childrenOf(organization.unitsUnder, parentId), listing, input)
    return { OrganizationalUnits: items.map((unit) => unitShape(aws, organization, unit)), ...next }
  },
})
