import type { ListTagsForResourceCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { PagedMap } from '../paged-map.ts'
import { assertTaggable } from '../tags.ts'

/** Takes a token but no page size; a page holds twenty tags. */
export const listTagsForResource = organizationsOperation<ListTagsForResourceCommandInput>({
  name: 'ListTagsForResource',
  access: 'reader',
  constraints: { ResourceId: ids.taggable },
  resources: (organization, input) => [resourceArn(organization, input.ResourceId ?? '')],
  handle: ({ aws, organization }, input) => {
    const id = input.ResourceId ?? ''
    if (organization.policies.get(id)?.awsManaged !== true) assertTaggable(organization, id)
    const tags = new PagedMap<object>()
    for (const [Key, Value] of organization.tags.get(id) ?? []) tags.set(Key, { Key, Value })
    const { items, next } = readPage(
      tags,
      { aws, organizationId: organization.id, operation: 'ListTagsForResource', of: id },
      { NextToken: input.NextToken },
    )
    return { Tags: items, ...next }
  },
})
