import type { TagResourceCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { assertTaggable, parseTags, putTags } from '../tags.ts'

export const tagResource = organizationsOperation<TagResourceCommandInput>({
  name: 'TagResource',
  access: 'reader',
  constraints: { ResourceId: ids.taggable },
  resources: (organization, input) => [resourceArn(organization, input.ResourceId ?? '')],
  handle: ({ organization, now }, input) => {
    const { ResourceId: id = '' } = input
    const tags = parseTags(input.Tags)
    assertTaggable(organization, id)
    putTags(organization, { id, at: now, tags })
    return {}
  },
})
