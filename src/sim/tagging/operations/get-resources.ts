import type { GetResourcesCommandInput, TagFilter } from '@aws-sdk/client-resource-groups-tagging-api'
import { defineOperation, SimError } from '../../define-operation.ts'
import { pageOf } from '../../paging.ts'
import { type IndexedResource, tagIndexOf } from '../tag-index.ts'

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
    const { resources, arnOf } = tagIndexOf(aws, caller.accountId, region)
    const arns = new Set(question.ResourceARNList)
    const asked = resources.filter((resource) => isAsked(resource, question) && (arns.size === 0 || arns.has(arnOf(resource.id))))
    const scope = `GetResources/${caller.accountId}/${region}/${JSON.stringify(question)}`
    const page = pageOf(asked, { scope, size, token: token === '' ? undefined : token })
    if (page === 'invalid_token') throw new SimError('InvalidParameterException', 'The PaginationToken is not valid.')
    return {
      PaginationToken: page.nextToken ?? '',
      ResourceTagMappingList: page.items.map(({ id, tags }) => ({
        ResourceARN: arnOf(id),
        Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    }
  },
})

function isAsked(
  { type, tags }: IndexedResource,
  { ResourceTypeFilters: types = [], TagFilters: filters = [] }: GetResourcesCommandInput,
): boolean {
  const isOfType = types.length === 0 || types.some((asked) => asked === type || asked === type.split(':')[0])
  return isOfType && filters.every((filter) => passes(tags, filter))
}

function passes(tags: ReadonlyMap<string, string>, { Key: key = '', Values: values = [] }: TagFilter): boolean {
  const value = tags.get(key)
  return value !== undefined && (values.length === 0 || values.includes(value))
}
