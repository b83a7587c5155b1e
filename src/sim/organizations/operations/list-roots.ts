import type { ListRootsCommandInput } from '@aws-sdk/client-organizations'
import { maxResults } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { PagedMap } from '../paged-map.ts'
import { rootShape } from '../shapes.ts'

export const listRoots = organizationsOperation<ListRootsCommandInput>({
  name: 'ListRoots',
  access: 'reader',
  constraints: { MaxResults: maxResults },
  handle: ({ aws, organization, now }, input) => {
    const roots = new PagedMap<object>()
    roots.set(organization.rootId, rootShape(organization, now))
    const { items, next } = readPage(roots, { aws, organizationId: organization.id, operation: 'ListRoots' }, input)
    return { Roots: items, ...next }
  },
})
