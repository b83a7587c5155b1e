import { boundsV4, contains, parseAddress, parseRange, parseV4, type Range } from '../match/cidr.ts'
import type { ConditionOperator, ValueTest } from './operator.ts'

/** The address lies in a range. An IPv4 address never lies in an IPv6 range, nor the other way round. */
export const ipAddress: ConditionOperator = {
  name: 'IpAddress',
  negated: false,
  values: 'none',
  read: (policyValue) => {
    const range = parseRange(policyValue)
    return range === undefined ? { expected: 'an address or CIDR range such as 203.0.113.0/24 or 2001:db8::/32' } : testFor([range])
  },
  readMany: (policyValues) => testFor(policyValues.map(parseRange).filter((range) => range !== undefined)),
}

function testFor(ranges: readonly Range[]): ValueTest {
  const bounds = ranges.map(boundsV4).filter((range) => range !== undefined)
  const wide = ranges.filter((range) => range.address.family === 6)
  return (requestValue) => {
    const word = parseV4(requestValue)
    if (word !== undefined) return bounds.some(({ low, high }) => word >= low && word <= high)
    if (wide.length === 0) return false
    const address = parseAddress(requestValue)
    return address !== undefined && wide.some((range) => contains(range, address))
  }
}
