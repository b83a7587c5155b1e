/** An address: `family` 4 with one 32-bit word, or 6 with four. */
export type Address = { readonly family: 4 | 6; readonly words: readonly number[] }
export type Range = { readonly address: Address; readonly prefix: number }

/** Reads dotted IPv4 or IPv6 text (with `::` and an embedded IPv4 tail); `undefined` when it is neither. */
export function parseAddress(text: string): Address | undefined {
  if (text.includes(':')) return parseV6(text)
  const word = parseV4(text)
  return word === undefined ? undefined : { family: 4, words: [word] }
}

/** Dotted IPv4 text as an unsigned 32-bit number. */
export function parseV4(text: string): number | undefined {
  let word = 0
  let part = -1
  let parts = 0
  for (let index = 0; index <= text.length; index++) {
    const code = index === text.length ? 46 : text.charCodeAt(index)
    if (code === 46) {
      if (part < 0 || part > 255) return undefined
      word = word * 256 + part
      parts++
      part = -1
    } else if (code >= 48 && code <= 57 && part < 256) part = (part < 0 ? 0 : part * 10) + code - 48
    else return undefined
  }
  return parts === 4 ? word : undefined
}

function parseV6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseGroups(halves[0]!)
  const tail = halves.length === 2 ? parseGroups(halves[1]!) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  return { family: 6, words: [0, 2, 4, 6].map((index) => groups[index]! * 65536 + groups[index + 1]!) }
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes('.')) {
      const word = parseV4(part)
      if (word === undefined) return undefined
      groups.push(Math.floor(word / 65536), word % 65536)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

/** Reads CIDR notation. A missing prefix means the one address: /32, and /128 for IPv6 (AWS documents only the /32). */
export function parseRange(text: string): Range | undefined {
  const slash = text.indexOf('/')
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash))
  if (address === undefined) return undefined
  const most = address.family === 4 ? 32 : 128
  if (slash < 0) return { address, prefix: most }
  const digits = text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > most) return undefined
  return { address, prefix: Number(digits) }
}

/** First and last address of an IPv4 range. */
export function boundsV4({ address, prefix }: Range): { readonly low: number; readonly high: number } | undefined {
  if (address.family !== 4) return undefined
  const size = 2 ** (32 - prefix)
  const low = Math.floor(address.words[0]! / size) * size
  return { low, high: low + size - 1 }
}

/** Whether the address lies in the range; addresses of different families never do. */
export function contains(range: Range, address: Address): boolean {
  if (range.address.family !== address.family) return false
  let bits = range.prefix
  for (const [index, word] of range.address.words.entries()) {
    if (bits <= 0) return true
    const divisor = bits >= 32 ? 1 : 2 ** (32 - bits)
    if (Math.floor(word / divisor) !== Math.floor(address.words[index]! / divisor)) return false
    bits -= 32
  }
  return true
}
