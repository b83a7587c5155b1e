type Address = { readonly family: 4 | 6; readonly bits: string }

function bitsOf(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, '0')).join('')
}

function readAddress(text: string): Address | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/u.test(text)) {
    const numbers = text.split('.').map(Number)
    return numbers.every((number) => number <= 255) ? { family: 4, bits: bitsOf(numbers, 8) } : undefined
  }
  if (!/^[0-9a-f:]+$/iu.test(text) || !text.includes(':')) return undefined
  const [head = '', tail] = text.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...before, ...Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => '0'), ...after]
  return groups.length === 8
    ? {
        family: 6,
        bits: bitsOf(
          groups.map((group) => Number.parseInt(group, 16)),
          16,
        ),
      }
    : undefined
}

/**
 * Whether a policy's CIDR range holds an address. IAM User Guide, IP address condition operators: "203.0.113.0/24 or
 * 2001:DB8::/32"; without prefix the single address. An IPv4 range never holds an IPv6 address.
 */
export function rangeHolds(range: string, text: string): boolean {
  const [base = '', prefix] = range.split('/')
  const from = readAddress(base)
  const address = readAddress(text)
  if (from === undefined || address === undefined || from.family !== address.family) return false
  const length = prefix === undefined ? from.bits.length : Number(prefix)
  return from.bits.slice(0, length) === address.bits.slice(0, length)
}
