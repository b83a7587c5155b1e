/** Counts the members of all objects in JSON text that is known to be valid, repeated keys included. */
export function countMembers(text: string): number {
  let count = 0
  let open = text.indexOf('"')
  while (open >= 0) {
    const close = endOfString(text, open)
    let after = close + 1
    while (isSpace(text.charCodeAt(after))) after++
    if (text.charCodeAt(after) === 58) count++
    open = text.indexOf('"', after)
  }
  return count
}

function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close >= 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1)
  return close < 0 ? text.length : close
}

/** Whether the quote at an offset belongs to the string it stands in. */
export function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === 92) slashes++
  return slashes % 2 === 1
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

/** Depth and number of object members of a parsed value, counted without recursion; stops at `depthMax` and says so. */
export function measure(value: unknown, depthMax: number): { readonly members: number; readonly isTooDeep: boolean } {
  let members = 0
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) return { members, isTooDeep: true }
    const next: unknown[] = []
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue
      const children: unknown[] = Array.isArray(item) ? item : Object.values(item)
      if (!Array.isArray(item)) members += children.length
      for (const child of children) if (typeof child === 'object' && child !== null) next.push(child)
    }
    level = next
  }
  return { members, isTooDeep: false }
}
