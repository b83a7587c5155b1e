import type { GetRegionOptStatusCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { accountOperation } from '../account-operation.ts'
import { regionsFor } from '../regions.ts'

export const getRegionOptStatus = accountOperation<GetRegionOptStatusCommandInput>({
  name: 'GetRegionOptStatus',
  context: (input) => ({ 'account:TargetRegion': input.RegionName ?? '' }),
  handle: ({ aws, accountId }, input) => {
    const region = regionsFor(aws, accountId).find(({ RegionName }) => RegionName === input.RegionName)
    if (region === undefined) throw new SimError('ValidationException', `The Region ${input.RegionName} is not valid.`)
    return region
  },
})
