import type { ListParentsCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids, maxResults } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'

export const listParents = organizationsOperation<ListParentsCommandInput>({
  name: 'ListParents',
  access: 'reader',
  constraints: { ChildId: ids.child, MaxResults: maxResults },
  resources: (organization, input) => [resourceArn(organization, input.ChildId ?? '')],
  handle: ({ organization }, input) => {
    const childId = input.ChildId ?? ''
    const parentId = organization.members.get(childId)?.parentId ?? organization.units.get(childId)?.parentId
    if (parentId === undefined) throw organizationsError('ChildNotFoundException')
    return { Parents: [{ Id: parentId, Type: parentId === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] }
  },
})
