import type { GetResourcesCommandInput, TagFilter } from '@aws-sdk/client-resource-groups-tagging-api'
import { defineOperation, SimError } from '../../define-operation.ts'
import { pageOf } from '../../paging.ts'
import { type IndexedResource, indexedResources } from '../tag-index.ts'

const pageSize = 50

/** The last page carries an empty token, as AWS's does. */
export const getResources = defineOperation<GetResourcesCommandInput>({
  name: 'GetResources',
  constraints: { ResourcesPerPage: { range: [1, 100] }, ResourceARNList: { length: [1, 100] }, TagFilters: { length: [0, 50] } },
  handle: ({ aws, caller, region, input }) => {
    const { PaginationToken: token, ResourcesPerPage: size = pageSize, ...question } = input
    if (question.ResourceARNList !== undefined && (question.ResourceTypeFilters ?? question.TagFilters) !== undefined) {
      throw new SimError('InvalidParameterException', 'You cannot specify ResourceARNList together with ResourceTypeFilters or TagFilters.')
    }
    const index = indexedResources(aws, caller.accountId, region)
    const asked = index.page('', index.size).items.filter((resource) => isAsked(resource, question))
    const scope = `GetResources/${caller.accountId}/${region}/${JSON.stringify(question)}`
    const page = pageOf(asked, { scope, size, token: token === '' ? undefined : token })
    if (page === 'invalid_token') throw new SimError('InvalidParameterException', 'The PaginationToken is not valid.')
    return {
      PaginationToken: page.nextToken ?? '',
      ResourceTagMappingList: page.items.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    }
  },
})

function isAsked({ arn, type, tags }: IndexedResource, input: GetResourcesCommandInput): boolean {
  const { ResourceTypeFilters: types = [], ResourceARNList: arns = [], TagFilters: filters = [] } = input
  const isOfType = types.length === 0 || types.some((asked) => asked === type || asked === type.split(':')[0])
  return isOfType && (arns.length === 0 || arns.includes(arn)) && filters.every((filter) => passes(tags, filter))
}

function passes(tags: ReadonlyMap<string, string>, { Key: key = '', Values: values = [] }: TagFilter): boolean {
  const value = tags.get(key)
  return value !== undefined && (values.length === 0 || values.includes(value))
}
