export type Piece = { readonly text: string; readonly kind: 'key' | 'string' | 'other' | 'plain' }

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g

/** Splits one line of JSON into pieces to colour; what is no JSON stays plain. Joined again, the pieces are the line. */
export function highlightJson(line: string): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of line.matchAll(token)) {
    if (match.index > at) pieces.push({ text: line.slice(at, match.index), kind: 'plain' })
    const [whole, quoted, colon, other] = match
    if (quoted !== undefined) pieces.push({ text: quoted, kind: colon === undefined ? 'string' : 'key' })
    if (colon !== undefined) pieces.push({ text: colon, kind: 'plain' })
    if (other !== undefined) pieces.push({ text: other, kind: 'other' })
    at = match.index + whole.length
  }
  if (at < line.length) pieces.push({ text: line.slice(at), kind: 'plain' })
  return pieces
}

/** JSON indented for reading; any other text as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
