import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/** Everything that is no public unicast address: https://www.iana.org/assignments/iana-ipv4-special-registry */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]
/** Only 2000::/3 is handed out to the public; inside it these are not: https://www.iana.org/assignments/iana-ipv6-special-registry */
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const special = blockListOf([...specialIpv4, ...specialIpv6])
const globalIpv6 = blockListOf(['2000::/3'])

/** True for an address of the open internet; false for loopback, link-local, private, reserved and anything that is no address. */
export function isPublicAddress(address: string): boolean {
  const plain = withoutZone(address)
  const ipv4 = isIPv4(plain) ? plain : embeddedIpv4(plain)
  if (ipv4 !== undefined) return !special.check(ipv4, 'ipv4')
  return isIPv6(plain) && globalIpv6.check(plain, 'ipv6') && !special.check(plain, 'ipv6')
}

/** A test for membership in ranges written as `10.0.0.0/8`, `fd00::/8` or one address; undefined when one of them is no range. */
export function rangesOf(texts: readonly string[]): ((address: string) => boolean) | undefined {
  if (!texts.every(isRange)) return undefined
  const list = blockListOf(texts)
  return (address) => {
    const plain = withoutZone(address)
    const ipv4 = isIPv4(plain) ? plain : embeddedIpv4(plain)
    return ipv4 !== undefined ? list.check(ipv4, 'ipv4') : isIPv6(plain) && list.check(plain, 'ipv6')
  }
}

export function isRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family)
  }
  return list
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, '')
}

/** `::ffff:a.b.c.d` and NAT64's `64:ff9b::a.b.c.d` reach the IPv4 address inside them, so that is the one to judge. */
function embeddedIpv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined
  // URL writes every IPv6 address in its one canonical form.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const match = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (match === null) return undefined
  const [high, low] = [Number.parseInt(match[1] ?? '', 16), Number.parseInt(match[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
