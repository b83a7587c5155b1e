import type { ListRegionsCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { pageOf } from '../../paging.ts'
import { accountOperation } from '../account-operation.ts'
import { optStatuses, regionsFor } from '../regions.ts'

const pageSize = 50

export const listRegions = accountOperation<ListRegionsCommandInput>({
  name: 'ListRegions',
  constraints: { MaxResults: { range: [1, 50] }, 'RegionOptStatusContains[]': { oneOf: optStatuses } },
  handle: ({ aws, accountId }, input) => {
    const { RegionOptStatusContains: asked = [], MaxResults: size = pageSize, NextToken: token } = input
    const regions = regionsFor(aws, accountId).filter(
      ({ RegionOptStatus: status }) => asked.length === 0 || (status !== undefined && asked.includes(status)),
    )
    const page = pageOf(regions, { scope: `ListRegions/${accountId}/${asked.join()}`, size, token })
    if (page === 'invalid_token') throw new SimError('ValidationException', 'The NextToken is not valid.')
    return { Regions: page.items, NextToken: page.nextToken }
  },
})
