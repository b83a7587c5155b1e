import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api'
import { defineCollector, required, tokenOf } from '../define-collector.ts'

/**
 * Tags of accounts from the tagging index: a hundred per call, but it lags, omits accounts never tagged, and answers only in the management
 * account. What it shows is so; what it does not show is unknown.
 */
export const getResources = defineCollector({
  kind: 'bulk_tags',
  service: 'tagging',
  operation: 'GetResources',
  read: async (aws, { nextToken }) => {
    const command = new GetResourcesCommand({
      ResourceTypeFilters: ['organizations:account'],
      ResourcesPerPage: 100,
      ...(nextToken !== null && { PaginationToken: nextToken }),
    })
    const outcome = await aws({ service: 'tagging', command })
    if (outcome.kind !== 'ok') return outcome
    const rows = (outcome.value.ResourceTagMappingList ?? []).flatMap(({ ResourceARN = '', Tags = [] }) => {
      const accountId = accountIdOfArn(ResourceARN)
      if (accountId === null) return []
      return Tags.map((tag) => ({ accountId, key: required(tag.Key, 'a tag key'), value: tag.Value ?? '' }))
    })
    return { kind: 'ok', value: { rows: { tags: { own: false, rows } }, nextToken: tokenOf(outcome.value.PaginationToken) } }
  },
})

/** `arn:aws:organizations::<management>:account/o-…/<account>` */
function accountIdOfArn(arn: string): string | null {
  return /:account\/o-[a-z0-9]+\/(?<id>\d{12})$/.exec(arn)?.groups?.['id'] ?? null
}
