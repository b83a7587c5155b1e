import { contains, parseAddress, parseRange } from '../match/cidr.ts'
import type { ConditionOperator } from './operator.ts'

/** The address lies in the range. An IPv4 address never lies in an IPv6 range, nor the other way round. */
export const ipAddress: ConditionOperator = {
  name: 'IpAddress',
  negated: false,
  values: 'none',
  read: (policyValue) => {
    const range = parseRange(policyValue)
    if (range === undefined) return { expected: 'an address or CIDR range such as 203.0.113.0/24 or 2001:db8::/32' }
    return (requestValue) => {
      const address = parseAddress(requestValue)
      return address !== undefined && contains(range, address)
    }
  },
  readMany: (policyValues) => {
    const ranges = policyValues.map(parseRange).filter((range) => range !== undefined)
    return (requestValue) => {
      const address = parseAddress(requestValue)
      return address !== undefined && ranges.some((range) => contains(range, address))
    }
  },
}
