import type { DescribeRegionsCommandInput, Filter } from '@aws-sdk/client-ec2'
import { isRegionEnabled } from '../../account/state.ts'
import { defineOperation, SimError } from '../../define-operation.ts'
import { regionKindOf, regionsOf } from '../../regions.ts'

type RegionItem = { readonly RegionName: string; readonly Endpoint: string; readonly OptInStatus: string }

/** Without `AllRegions` only what is enabled in the account. A denial by policy is an error here, not a missing Region. */
export const describeRegions = defineOperation<DescribeRegionsCommandInput>({
  name: 'DescribeRegions',
  handle: ({ aws, caller, input }) => {
    if (input.DryRun === true)
      throw new SimError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', { status: 412 })
    const { partition } = aws.settings
    const { default: defaults, optIn } = regionsOf(partition)
    const unknown = (input.RegionNames ?? []).find((name) => regionKindOf(partition, name) === 'unknown')
    if (unknown !== undefined) throw new SimError('InvalidParameterValue', `Invalid region provided - ${unknown}`)
    const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
    const all = [...optIn, ...defaults].map((RegionName): RegionItem => {
      const isOptIn = regionKindOf(partition, RegionName) === 'opt_in'
      const OptInStatus = !isOptIn
        ? 'opt-in-not-required'
        : isRegionEnabled(aws, caller.accountId, RegionName)
          ? 'opted-in'
          : 'not-opted-in'
      return { RegionName, Endpoint: `ec2.${RegionName}.${suffix}`, OptInStatus }
    })
    const asked = all.filter(
      (region) =>
        (input.AllRegions === true || region.OptInStatus !== 'not-opted-in') &&
        (input.RegionNames === undefined || input.RegionNames.length === 0 || input.RegionNames.includes(region.RegionName)) &&
        (input.Filters ?? []).every((filter) => passes(region, filter)),
    )
    return { Regions: asked }
  },
})

const filterMembers: Readonly<Record<string, keyof RegionItem>> = {
  endpoint: 'Endpoint',
  'opt-in-status': 'OptInStatus',
  'region-name': 'RegionName',
}

function passes(region: RegionItem, { Name: name = '', Values: values = [] }: Filter): boolean {
  const member = filterMembers[name]
  if (member === undefined) throw new SimError('InvalidParameterValue', `The filter '${name}' is invalid`)
  return values.some((value) =>
    new RegExp(
      `^${value
        .replaceAll(/[.\\^$+()[\]{}|]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    ).test(region[member]),
  )
}
