import type { Region, RegionOptStatus } from '@aws-sdk/client-account'
import { regionsOf } from '../regions.ts'
import type { SimulatedAws } from '../state.ts'
import { isRegionEnabled } from './state.ts'

/** Every Region of the partition as one account sees it. */
export function regionsFor(aws: SimulatedAws, accountId: string): readonly Region[] {
  const { default: defaults, optIn } = regionsOf(aws.settings.partition)
  const always = defaults.map((RegionName): Region => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' }))
  const chosen = optIn.map((RegionName): Region => ({
    RegionName,
    RegionOptStatus: isRegionEnabled(aws, accountId, RegionName) ? 'ENABLED' : 'DISABLED',
  }))
  return [...chosen, ...always].toSorted((a, b) => ((a.RegionName ?? '') < (b.RegionName ?? '') ? -1 : 1))
}

export const optStatuses: readonly RegionOptStatus[] = ['ENABLED', 'ENABLING', 'DISABLING', 'DISABLED', 'ENABLED_BY_DEFAULT']
