import type { UntagResourceCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { assertTaggable, removeTags } from '../tags.ts'

export const untagResource = organizationsOperation<UntagResourceCommandInput>({
  name: 'UntagResource',
  access: 'reader',
  constraints: { ResourceId: ids.taggable },
  resources: (organization, input) => [resourceArn(organization, input.ResourceId ?? '')],
  handle: ({ organization, now }, input) => {
    const { ResourceId: id = '' } = input
    assertTaggable(organization, id)
    removeTags(organization, { id, at: now, keys: input.TagKeys ?? [] })
    return {}
  },
})
