import { ListTagsForResourceCommand } from '@aws-sdk/client-organizations'
import { defineCollector, mapPage, required } from '../define-collector.ts'

/** One account's own tags: the only answer whose silence about a tag means that the tag is gone. */
export const listTags = defineCollector({
  kind: 'tags',
  service: 'organizations',
  operation: 'ListTagsForResource',
  read: async (aws, { subject, nextToken }) => {
    const command = new ListTagsForResourceCommand({ ResourceId: subject, ...(nextToken !== null && { NextToken: nextToken }) })
    return mapPage(await aws({ service: 'organizations', command }), ({ Tags = [] }) => ({
      tags: { own: true, rows: Tags.map((tag) => ({ accountId: subject, key: required(tag.Key, 'a tag key'), value: tag.Value ?? '' })) },
    }))
  },
})
