/** Longest line that is read; a longer one is skipped and answered with an error, so that memory stays bounded. */
export const lineBytesMax = 16 * 1024 * 1024

/** Stands for a line that was longer than `lineBytesMax`. */
export const oversizedLine = Symbol('oversizedLine')
export type InputLine = string | Uint8Array | typeof oversizedLine

/** Cuts a byte stream at newlines. Holds at most one line, and at most `lineBytesMax` bytes of it. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<InputLine> {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let isOversized = false
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const tail = chunk.subarray(start, end)
      start = end + 1
      if (isOversized || pendingBytes + tail.length > lineBytesMax) yield oversizedLine
      else yield pendingBytes === 0 ? tail : join([...pending, tail], pendingBytes + tail.length)
      pending = []
      pendingBytes = 0
      isOversized = false
    }
    const rest = chunk.subarray(start)
    isOversized ||= pendingBytes + rest.length > lineBytesMax
    if (isOversized) pending = []
    else if (rest.length > 0) pending.push(rest)
    pendingBytes = isOversized ? 0 : pendingBytes + rest.length
  }
  if (isOversized) yield oversizedLine
  else if (pendingBytes > 0) yield join(pending, pendingBytes)
}

function join(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const joined = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
