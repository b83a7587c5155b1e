import type { DisableRegionCommandInput } from '@aws-sdk/client-account'
import { SimError } from '../../define-operation.ts'
import { regionKindOf } from '../../regions.ts'
import { accountOperation } from '../account-operation.ts'
import { accountSettings } from '../state.ts'

/** At AWS this takes minutes to hours; here it is done at once, because nothing waits for it. */
export const disableRegion = accountOperation<DisableRegionCommandInput>({
  name: 'DisableRegion',
  context: (input) => ({ 'account:TargetRegion': input.RegionName ?? '' }),
  handle: ({ aws, accountId }, input) => {
    const region = input.RegionName ?? ''
    if (regionKindOf(aws.settings.partition, region) !== 'opt_in')
      throw new SimError('ValidationException', `The Region ${region} cannot be disabled.`)
    accountSettings(aws, accountId).optedIn.delete(region)
    return {}
  },
})
